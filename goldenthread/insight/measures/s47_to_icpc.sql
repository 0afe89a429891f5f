-- id: s47_to_icpc
-- title: Section 47 enquiries that led to a conference
-- group: child_protection
-- definition: Of the section 47 enquiries started in the period, the share that led to an initial child protection
--    conference.
-- numerator: section 47 enquiries with an initial conference
-- denominator: section 47 enquiries started in the period
-- unit: %
-- cohort: event
-- period: year to 31 March
-- polarity: neutral
-- target: 32.2% (England, 2024)
-- source: Children in need census guide 2025 to 2026, items 4.11 and 4.12; Children in need statistics, table C4
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
SELECT
    period.starts_on AS period,
    e.child AS child,
    'enquiry:' || e.enquiry AS about,
    e.started_on AS event_on,
    1 AS in_denominator,
    CASE WHEN e.conference_on IS NOT NULL THEN 1 ELSE 0 END AS in_numerator,
    e.team AS team,
    e.worker AS worker,
    e.referral AS referral
FROM period
JOIN gt_enquiries e ON CAST(e.started_on AS DATE) BETWEEN period.starts_on AND period.ends_on
