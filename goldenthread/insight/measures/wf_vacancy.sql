-- id: wf_vacancy
-- title: Vacancy rate
-- group: workforce
-- definition: Vacant posts on the last day, in whole-time equivalents, as a share of all posts: vacant, and held by
--    the council’s own staff.
-- numerator: vacant posts, whole-time
-- denominator: vacant posts and posts held, whole-time
-- unit: %
-- cohort: snapshot
-- period: 30 September, or any day
-- polarity: low
-- target: 14.2% (England, 2025)
-- source: Local Authority Interactive Tool, Work_Force_Vac_Rate
-- breakdowns: team, service, worker, tenure
SELECT
    period.starts_on AS period,
    CAST(NULL AS VARCHAR) AS child,
    'vacancy:' || v.vacancy AS about,
    period.ends_on AS event_on,
    v.fte AS in_denominator,
    v.fte AS in_numerator,
    v.team AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM period
JOIN gt_vacancies v ON v.vacant_from <= period.ends_on AND (v.ended_on IS NULL OR v.ended_on > period.ends_on)
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
