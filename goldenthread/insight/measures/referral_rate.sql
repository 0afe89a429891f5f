-- id: referral_rate
-- title: Referrals for each 10,000 children
-- group: front_door
-- definition: Referrals received, each counted, for each 10,000 children who live in the area.
-- numerator: referrals received in the period
-- denominator: children from 0 to 17 in the area, for the part of a year that the period is
-- unit: per 10,000
-- cohort: event
-- period: year to 31 March
-- polarity: neutral
-- source: Local Authority Interactive Tool, CPP_Total_Rateper10,000; Children in need census guide 2025 to 2026, item
--    4.1
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
SELECT
    period.starts_on AS period,
    r.cine_person_id AS child,
    'referral:' || r.cine_referral_id AS about,
    CAST(r.cine_referral_date AS DATE) AS event_on,
    1 AS in_denominator,
    1 AS in_numerator,
    r.cine_referral_team AS team,
    r.cine_referral_worker_id AS worker,
    r.cine_referral_id AS referral
FROM period
JOIN ssd_cin_episodes r ON CAST(r.cine_referral_date AS DATE) BETWEEN period.starts_on AND period.ends_on
