-- id: sup_compliance
-- title: Supervision held in time
-- group: quality
-- definition: Of the sessions of supervision that fell due in the period, the share held by the day due.
-- numerator: sessions held by the day due
-- denominator: sessions that fell due in the period
-- unit: %
-- cohort: event
-- period: month
-- polarity: high
-- target: 95%
-- source: Councils’ policies on supervision
-- breakdowns: team, service, worker, tenure
-- fed by: clock supervision_worker, clock supervision_asye
SELECT
    period.starts_on AS period,
    CAST(NULL AS VARCHAR) AS child,
    'supervision:' || s.supervision AS about,
    s.due_on AS event_on,
    1 AS in_denominator,
    CASE WHEN s.held_on IS NOT NULL AND s.held_on <= s.due_on THEN 1 ELSE 0 END AS in_numerator,
    s.team AS team,
    s.worker AS worker
FROM period
JOIN gt_supervision s ON CAST(s.due_on AS DATE) BETWEEN period.starts_on AND period.ends_on
WHERE s.state <> 'due' OR s.due_on < period.ends_on
