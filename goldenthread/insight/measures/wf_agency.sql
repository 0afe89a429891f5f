-- id: wf_agency
-- title: Agency rate
-- group: workforce
-- definition: Staff through an agency on the last day, in whole-time equivalents, as a share of all staff.
-- numerator: agency staff, whole-time
-- denominator: agency staff and the council’s own, whole-time
-- unit: %
-- cohort: snapshot
-- period: 30 September, or any day
-- polarity: low
-- target: 13.0% (England, 2025)
-- source: Local Authority Interactive Tool, Work_Force_Agecy_Rate
-- breakdowns: team, service, worker, tenure
SELECT
    period.starts_on AS period,
    CAST(NULL AS VARCHAR) AS child,
    'post:' || w.worker AS about,
    period.ends_on AS event_on,
    w.fte AS in_denominator,
    CASE WHEN w.agency THEN w.fte ELSE 0 END AS in_numerator,
    w.team AS team,
    w.worker AS worker
FROM period
JOIN gt_workforce w ON w.started_on <= period.ends_on AND (w.left_on IS NULL OR w.left_on >= period.ends_on)
