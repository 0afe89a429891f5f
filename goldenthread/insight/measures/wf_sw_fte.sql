-- id: wf_sw_fte
-- title: Social workers in post
-- group: workforce
-- definition: Children and family social workers in post on the last day, in whole-time equivalents, agency staff
--    left out.
-- numerator: social workers in post, whole-time
-- unit: count
-- cohort: snapshot
-- period: 30 September, or any day
-- polarity: neutral
-- source: Local Authority Interactive Tool, Work_Force_NoSW
-- breakdowns: team, service, worker, tenure
SELECT
    period.starts_on AS period,
    CAST(NULL AS VARCHAR) AS child,
    'post:' || w.worker AS about,
    period.ends_on AS event_on,
    w.fte AS in_denominator,
    w.fte AS in_numerator,
    w.team AS team,
    w.worker AS worker
FROM period
JOIN gt_workforce w ON w.started_on <= period.ends_on AND (w.left_on IS NULL OR w.left_on >= period.ends_on)
WHERE NOT w.agency
