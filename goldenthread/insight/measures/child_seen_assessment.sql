-- id: child_seen_assessment
-- title: Assessments in which the child was seen
-- group: assessment
-- definition: Of the assessments authorised in the period, the share in which the child was seen on a visit.
-- numerator: assessments in which the child was seen
-- denominator: assessments authorised in the period
-- unit: %
-- cohort: event
-- period: month
-- polarity: high
-- source: Ofsted inspection framework, Annex A, list 4 (child seen)
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- fed by: standard assessment.child_seen_alone
-- caveats: Whether the child was seen alone is in the rows of visits.
SELECT
    period.starts_on AS period,
    a.child AS child,
    'assessment:' || a.assessment AS about,
    CAST(a.authorised_at AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN a.seen THEN 1 ELSE 0 END AS in_numerator,
    a.team AS team,
    a.worker AS worker,
    a.referral AS referral
FROM period
JOIN gt_assessments a ON CAST(a.authorised_at AS DATE) BETWEEN period.starts_on AND period.ends_on
WHERE a.seen IS NOT NULL
