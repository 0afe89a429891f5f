-- id: rereferral_12m
-- title: Referrals within 12 months of an earlier one
-- group: front_door
-- definition: Of the referrals received in the period, the share that came within 12 months of an earlier referral of
--    the same child, whatever became of that one.
-- numerator: referrals with an earlier referral of the child within 12 months
-- denominator: referrals received in the period
-- unit: %
-- cohort: event
-- period: year to 31 March, or rolling
-- polarity: low
-- target: 22.6% (England, 2025)
-- source: Local Authority Interactive Tool, ReReferral; Children in need census guide 2025 to 2026, item 4.1 (news on
--    an open case is not a referral)
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- caveats: Of referrals that lists of Annex A told, those before the lists are known by a number alone, which reaches 12
--    months back from the day of the list: a first load finds fewer re-referrals than there were.
WITH following AS (
    SELECT
        r.*,
        lag(CAST(r.cine_referral_date AS DATE)) OVER (
            PARTITION BY r.cine_person_id ORDER BY r.cine_referral_date, r.cine_referral_id
        ) AS before_on
    FROM ssd_cin_episodes r
)
SELECT
    period.starts_on AS period,
    r.cine_person_id AS child,
    'referral:' || r.cine_referral_id AS about,
    CAST(r.cine_referral_date AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN CAST(r.cine_referral_date AS DATE) <= months_after(r.before_on, 12) OR n.earlier > 0 THEN 1 ELSE 0 END AS in_numerator,
    r.cine_referral_team AS team,
    r.cine_referral_worker_id AS worker,
    r.cine_referral_id AS referral
FROM period
JOIN following r ON CAST(r.cine_referral_date AS DATE) BETWEEN period.starts_on AND period.ends_on
-- Lists reach six months back, and count the referrals of 12: some were before those that are here.
LEFT JOIN gt_loaded_referrals n ON n.referral = r.cine_referral_id
