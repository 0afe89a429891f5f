-- id: assessed_not_in_need
-- title: Referrals assessed and found not in need
-- group: front_door
-- definition: Of the referrals received in the period, the share that were assessed and then closed because the child
--    was not in need, or no longer was once assessed.
-- numerator: referrals assessed and closed with reason RC8 or RC9
-- denominator: referrals received in the period
-- unit: %
-- cohort: event
-- period: year to 31 March
-- polarity: neutral
-- source: Local Authority Interactive Tool, Referrals_AssessedNotNeed
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- caveats: A referral that is still open counts only in the denominator, so the latest months read low until they
--    close.
SELECT
    period.starts_on AS period,
    r.cine_person_id AS child,
    'referral:' || r.cine_referral_id AS about,
    CAST(r.cine_referral_date AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN r.cine_close_reason IN ('RC8', 'RC9') AND EXISTS (
        SELECT 1 FROM gt_assessments a WHERE a.referral = r.cine_referral_id AND a.authorised_at IS NOT NULL
    ) THEN 1 ELSE 0 END AS in_numerator,
    r.cine_referral_team AS team,
    r.cine_referral_worker_id AS worker,
    r.cine_referral_id AS referral
FROM period
JOIN ssd_cin_episodes r ON CAST(r.cine_referral_date AS DATE) BETWEEN period.starts_on AND period.ends_on
