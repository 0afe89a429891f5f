-- id: cl_contact_8w
-- title: Care leavers seen within 2 months
-- group: care_leavers
-- definition: Of the young people leaving care on the last day, the share whom the personal adviser had seen in the 2
--    months before.
-- numerator: care leavers seen in the last 2 months
-- denominator: care leavers
-- unit: %
-- cohort: snapshot
-- period: 31 March, or any day
-- polarity: high
-- source: Care Leavers (England) Regulations 2010, regulation 8
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area
-- waits for: records of care leavers
SELECT
    period.starts_on AS period,
    l.child AS child,
    'child:' || l.child AS about,
    period.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN l.latest_contact_on BETWEEN months_after(period.ends_on, -2) AND period.ends_on THEN 1 ELSE 0 END AS in_numerator,
    l.team AS team,
    l.worker AS worker
FROM period
JOIN gt_care_leavers l ON period.ends_on BETWEEN l.from_on AND l.until_on
JOIN gt_children k ON k.child = l.child
WHERE age_on(k.born_on, period.ends_on) BETWEEN 16 AND 25
    AND coalesce(l.eligibility, 'Relevant') IN ('Relevant', 'Former Relevant') AND coalesce(l.in_touch, '') <> 'DIED'
