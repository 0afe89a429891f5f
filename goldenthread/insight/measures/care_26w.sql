-- id: care_26w
-- title: Care proceedings concluded within 26 weeks
-- group: court
-- definition: Of the care proceedings that concluded in the period, the share concluded within 26 weeks of the
--    application.
-- numerator: proceedings concluded within 26 weeks
-- denominator: proceedings concluded in the period
-- unit: %
-- cohort: event
-- period: quarter
-- polarity: high
-- source: Children Act 1989, section 32(1)(a)(ii), as amended in 2014
-- breakdowns: age, sex, ethnicity, disability, area
-- waits for: records of work before and in court
SELECT
    period.starts_on AS period,
    x.child AS child,
    'proceedings:' || x.row AS about,
    x.concluded_on AS event_on,
    1 AS in_denominator,
    CASE WHEN x.concluded_on <= x.issued_on + 182 THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM period
JOIN gt_proceedings x ON CAST(x.concluded_on AS DATE) BETWEEN period.starts_on AND period.ends_on
