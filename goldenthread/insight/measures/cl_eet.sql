-- id: cl_eet
-- title: Care leavers aged 19 to 21 in education, employment or training
-- group: care_leavers
-- definition: Of the former relevant care leavers aged 19 to 21 on the last day, the share in education, employment or training.
--    Those the council is not in touch with count as not.
-- numerator: care leavers in education, employment or training
-- denominator: care leavers aged 19 to 21
-- unit: %
-- cohort: snapshot
-- period: 31 March, or any day
-- polarity: high
-- source: Local Authority Interactive Tool, CareLeaverEET
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area
-- waits for: records of care leavers
SELECT
    period.starts_on AS period,
    l.child AS child,
    'child:' || l.child AS about,
    period.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN l.activity IN ('F1', 'P1', 'F2', 'P2', 'F4', 'P4', 'F5', 'P5') THEN 1 ELSE 0 END AS in_numerator,
    l.team AS team,
    l.worker AS worker
FROM period
JOIN gt_care_leavers l ON period.ends_on BETWEEN l.from_on AND l.until_on
JOIN gt_children k ON k.child = l.child
WHERE age_on(k.born_on, period.ends_on) BETWEEN 19 AND 21
    AND coalesce(l.eligibility, 'Former Relevant') = 'Former Relevant' AND coalesce(l.in_touch, '') <> 'DIED'
