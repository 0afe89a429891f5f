-- id: referral_decision_1wd
-- title: Referrals decided within one working day
-- group: front_door
-- definition: Of the referrals received in the period, the share on which the kind of response was decided by the end
--    of the next working day.
-- numerator: referrals decided by the end of the next working day
-- denominator: referrals received in the period whose time has passed or that were decided
-- unit: %
-- cohort: event
-- period: month
-- polarity: high
-- target: 100% (statutory guidance)
-- source: Working Together to Safeguard Children 2023, chapter 3; Children in need census guide 2025 to 2026, item
--    4.9
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- fed by: clock referral_decision
SELECT
    period.starts_on AS period,
    r.cine_person_id AS child,
    'referral:' || r.cine_referral_id AS about,
    CAST(r.cine_referral_date AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN d.met_at IS NOT NULL AND CAST(d.met_at AS DATE) <= d.due_on THEN 1 ELSE 0 END AS in_numerator,
    r.cine_referral_team AS team,
    r.cine_referral_worker_id AS worker,
    r.cine_referral_id AS referral
FROM period
JOIN ssd_cin_episodes r ON CAST(r.cine_referral_date AS DATE) BETWEEN period.starts_on AND period.ends_on
JOIN gt_deadlines d ON d.referral = r.cine_referral_id AND d.clock = 'referral_decision' AND d.void_at IS NULL
WHERE d.met_at IS NOT NULL OR d.due_on < period.ends_on
