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
    l.clea_person_id AS child,
    'child:' || l.clea_person_id AS about,
    period.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN CAST(l.clea_care_leaver_latest_contact AS DATE) BETWEEN months_after(period.ends_on, -2) AND period.ends_on THEN 1 ELSE 0 END AS in_numerator,
    l.clea_care_leaver_allocated_team AS team,
    l.clea_care_leaver_worker_id AS worker
FROM period
CROSS JOIN ssd_care_leavers l
JOIN gt_children k ON k.child = l.clea_person_id
WHERE age_on(k.born_on, period.ends_on) BETWEEN 16 AND 25
