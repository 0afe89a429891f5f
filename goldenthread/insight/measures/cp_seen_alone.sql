-- id: cp_seen_alone
-- title: Protection visits in which the child was seen alone
-- group: child_protection
-- definition: Of the visits under a child protection plan in the period to a child aged 2 or over, the share in which
--    the child was seen alone.
-- numerator: visits in which the child was seen alone
-- denominator: visits under a protection plan in the period to children aged 2 or over
-- unit: %
-- cohort: event
-- period: month
-- polarity: high
-- source: Ofsted inspection framework, Annex A, list 7 (child seen alone)
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- caveats: Younger than 2 is the rule here for a child too young to speak alone; councils differ.
SELECT
    period.starts_on AS period,
    v.child AS child,
    'visit:' || v.visit AS about,
    CAST(v.happened_at AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN v.seen_alone THEN 1 ELSE 0 END AS in_numerator,
    p.team AS team,
    v.worker AS worker,
    p.referral AS referral
FROM period
JOIN gt_visits v ON CAST(v.happened_at AS DATE) BETWEEN period.starts_on AND period.ends_on
JOIN gt_children k ON k.child = v.child
LEFT JOIN gt_plans p ON p.plan = v.plan
WHERE v.purpose = 'child_protection' AND k.born_on IS NOT NULL AND age_on(k.born_on, v.happened_at) >= 2
