-- id: audit_actions_closed
-- title: Actions from audit done in time, with evidence
-- group: quality
-- definition: Of the actions from audit that fell due in the period, the share done by the day due with evidence of
--    what changed.
-- numerator: actions done in time with evidence
-- denominator: actions that fell due in the period
-- unit: %
-- cohort: event
-- period: month
-- polarity: high
-- target: 95%
-- source: Ofsted, findings on actions from audit not followed through (2022)
-- breakdowns: team, service, worker, tenure
SELECT
    period.starts_on AS period,
    CAST(NULL AS VARCHAR) AS child,
    'action:' || l.action AS about,
    l.due_on AS event_on,
    1 AS in_denominator,
    CASE WHEN l.done_at IS NOT NULL AND CAST(l.done_at AS DATE) <= l.due_on AND l.has_evidence THEN 1 ELSE 0 END AS in_numerator,
    l.team AS team,
    l.worker AS worker
FROM period
JOIN gt_audit_actions l ON CAST(l.due_on AS DATE) BETWEEN period.starts_on AND period.ends_on
