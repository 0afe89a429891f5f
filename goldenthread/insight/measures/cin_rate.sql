-- id: cin_rate
-- title: Children in need for each 10,000 children
-- group: child_in_need
-- definition: Episodes of need that were open on the last day of the period, for each 10,000 children who live in the
--    area.
-- numerator: episodes of need open on the last day
-- denominator: children from 0 to 17 in the area
-- unit: per 10,000
-- cohort: snapshot
-- period: 31 March, or any day
-- polarity: neutral
-- target: 332.9 (England, 2024)
-- source: Local Authority Interactive Tool, CIN
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
SELECT
    period.starts_on AS period,
    r.cine_person_id AS child,
    'referral:' || r.cine_referral_id AS about,
    period.ends_on AS event_on,
    1 AS in_denominator,
    1 AS in_numerator,
    r.cine_referral_team AS team,
    r.cine_referral_worker_id AS worker,
    r.cine_referral_id AS referral
FROM period
JOIN ssd_cin_episodes r
    ON CAST(r.cine_referral_date AS DATE) <= period.ends_on
    AND (r.cine_close_date IS NULL OR CAST(r.cine_close_date AS DATE) > period.ends_on)
