-- id: mgmt_decision_complete
-- title: Management decisions with a whole record
-- group: quality
-- definition: Of the decisions recorded in the period, the share with a reason and the risk to the child, and with
--    it: on a contact or referral, why now or what was weighed and rejected; on an open case, the actions and the
--    child’s view.
-- numerator: decisions with every part recorded
-- denominator: decisions recorded in the period
-- unit: %
-- cohort: event
-- period: month
-- polarity: high
-- source: Guidance of councils on recording management decisions
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
SELECT
    period.starts_on AS period,
    d.child AS child,
    'decision:' || d.decision AS about,
    CAST(d.decided_at AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN d.has_reason AND d.has_risk AND CASE
        WHEN d.kind = '' THEN d.has_why_now OR d.has_alternatives
        ELSE d.has_actions AND d.has_child_view
    END THEN 1 ELSE 0 END AS in_numerator,
    d.team AS team,
    d.worker AS worker,
    d.referral AS referral
FROM period
JOIN gt_decisions d ON CAST(d.decided_at AS DATE) BETWEEN period.starts_on AND period.ends_on
