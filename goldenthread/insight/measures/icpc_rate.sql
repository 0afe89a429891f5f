-- id: icpc_rate
-- title: Initial child protection conferences for each 10,000 children
-- group: child_protection
-- definition: Initial child protection conferences held, once for each child, for each 10,000 children who live in
--    the area.
-- numerator: initial conferences held in the period
-- denominator: children from 0 to 17 in the area, for the part of a year that the period is
-- unit: per 10,000
-- cohort: event
-- period: year to 31 March
-- polarity: neutral
-- source: Local Authority Interactive Tool, ISCP_Conf
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
SELECT
    period.starts_on AS period,
    i.icpc_person_id AS child,
    'conference:' || i.icpc_icpc_id AS about,
    CAST(i.icpc_icpc_date AS DATE) AS event_on,
    1 AS in_denominator,
    1 AS in_numerator,
    i.icpc_icpc_team AS team,
    i.icpc_icpc_worker_id AS worker,
    i.icpc_referral_id AS referral
FROM period
JOIN ssd_initial_cp_conference i ON CAST(i.icpc_icpc_date AS DATE) BETWEEN period.starts_on AND period.ends_on
