-- id: wf_turnover
-- title: Turnover rate
-- group: workforce
-- definition: Staff of the council’s own who left in the period, in whole-time equivalents, as a share of those in
--    post on its last day.
-- numerator: leavers in the period, whole-time
-- denominator: staff in post on the last day, whole-time
-- unit: %
-- cohort: event
-- period: year to 30 September
-- polarity: low
-- target: 11.8% (England, 2025)
-- source: Local Authority Interactive Tool, Work_Force_TO_Rate
-- breakdowns: team, service, worker, tenure
-- caveats: It is a yearly rate: over a shorter period it reads low.
SELECT
    period.starts_on AS period,
    CAST(NULL AS VARCHAR) AS child,
    'post:' || w.worker AS about,
    w.left_on AS event_on,
    0 AS in_denominator,
    w.fte AS in_numerator,
    w.team AS team,
    w.worker AS worker
FROM period
JOIN gt_workforce w ON CAST(w.left_on AS DATE) BETWEEN period.starts_on AND period.ends_on
WHERE NOT w.agency AND w.left_on < period.ends_on
UNION ALL
SELECT
    period.starts_on AS period,
    CAST(NULL AS VARCHAR) AS child,
    'post:' || w.worker AS about,
    period.ends_on AS event_on,
    w.fte AS in_denominator,
    0 AS in_numerator,
    w.team AS team,
    w.worker AS worker
FROM period
JOIN gt_workforce w ON w.started_on <= period.ends_on AND (w.left_on IS NULL OR w.left_on >= period.ends_on)
WHERE NOT w.agency
