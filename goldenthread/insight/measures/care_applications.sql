-- id: care_applications
-- title: Care applications for each 10,000 children
-- group: court
-- definition: Applications for a care order that were issued, for each 10,000 children who live in the area.
-- numerator: care applications issued in the period
-- denominator: children from 0 to 17 in the area, for the part of a year that the period is
-- unit: per 10,000
-- cohort: event
-- period: year to 31 March
-- polarity: neutral
-- source: Local Authority Interactive Tool, CareApplications
-- breakdowns: age, sex, ethnicity, disability, area
-- waits for: records of work before and in court
SELECT
    period.starts_on AS period,
    x.child AS child,
    'proceedings:' || x.row AS about,
    x.issued_on AS event_on,
    1 AS in_denominator,
    1 AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM period
JOIN gt_proceedings x ON CAST(x.issued_on AS DATE) BETWEEN period.starts_on AND period.ends_on
