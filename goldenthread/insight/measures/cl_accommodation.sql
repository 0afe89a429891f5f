-- id: cl_accommodation
-- title: Care leavers aged 19 to 21 in suitable accommodation
-- group: care_leavers
-- definition: Of the former relevant care leavers aged 19 to 21 on the last day whose accommodation is known and who have not left
--    the country, the share whose accommodation is suitable.
-- numerator: care leavers in suitable accommodation
-- denominator: care leavers aged 19 to 21 whose accommodation is known
-- unit: %
-- cohort: snapshot
-- period: 31 March, or any day
-- polarity: high
-- source: Local Authority Interactive Tool, CareLeaverAcc
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area
-- waits for: records of care leavers
SELECT
    period.starts_on AS period,
    l.child AS child,
    'child:' || l.child AS about,
    period.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN l.suitable = '1' THEN 1 ELSE 0 END AS in_numerator,
    l.team AS team,
    l.worker AS worker
FROM period
JOIN gt_care_leavers l ON period.ends_on BETWEEN l.from_on AND l.until_on
JOIN gt_children k ON k.child = l.child
WHERE age_on(k.born_on, period.ends_on) BETWEEN 19 AND 21
    AND coalesce(l.eligibility, 'Former Relevant') = 'Former Relevant' AND coalesce(l.in_touch, '') <> 'DIED'
    AND coalesce(l.accommodation, '') NOT IN ('', '0', 'R', 'G', 'H')
