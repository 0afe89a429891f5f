-- id: s47_rate
-- title: Section 47 enquiries for each 10,000 children
-- group: child_protection
-- definition: Enquiries under section 47 of the Children Act 1989 that were started, for each 10,000 children who
--    live in the area.
-- numerator: section 47 enquiries started in the period
-- denominator: children from 0 to 17 in the area, for the part of a year that the period is
-- unit: per 10,000
-- cohort: event
-- period: year to 31 March
-- polarity: neutral
-- source: Local Authority Interactive Tool, Section_47
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
SELECT
    period.starts_on AS period,
    e.child AS child,
    'enquiry:' || e.enquiry AS about,
    e.started_on AS event_on,
    1 AS in_denominator,
    1 AS in_numerator,
    e.team AS team,
    e.worker AS worker,
    e.referral AS referral
FROM period
JOIN gt_enquiries e ON CAST(e.started_on AS DATE) BETWEEN period.starts_on AND period.ends_on
