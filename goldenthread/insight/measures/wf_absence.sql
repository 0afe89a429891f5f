-- id: wf_absence
-- title: Sickness absence rate
-- group: workforce
-- definition: Working days lost to sickness in the period as a share of the working days of staff in post: 253 days a
--    year for each whole-time post.
-- numerator: days lost to sickness
-- denominator: whole-time staff times working days
-- unit: %
-- cohort: event
-- period: year to 30 September
-- polarity: low
-- target: 3.5% (England, 2025)
-- source: Local Authority Interactive Tool, Work_Force_SWAbsence
-- breakdowns: team, service, worker, tenure
-- waits for: records of sickness absence
SELECT
    period.starts_on AS period,
    CAST(NULL AS VARCHAR) AS child,
    'absence:' || s.row AS about,
    s.absent_on AS event_on,
    0 AS in_denominator,
    s.days AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    s.worker AS worker
FROM period
JOIN gt_absence s ON CAST(s.absent_on AS DATE) BETWEEN period.starts_on AND period.ends_on
UNION ALL
SELECT
    period.starts_on AS period,
    CAST(NULL AS VARCHAR) AS child,
    'post:' || w.worker AS about,
    period.ends_on AS event_on,
    w.fte * 253 * (date_diff('day', period.starts_on, period.ends_on) + 1) / 365.0 AS in_denominator,
    0 AS in_numerator,
    w.team AS team,
    w.worker AS worker
FROM period
JOIN gt_workforce w ON w.started_on <= period.ends_on AND (w.left_on IS NULL OR w.left_on >= period.ends_on)
WHERE NOT w.agency AND EXISTS (SELECT 1 FROM gt_absence)
