-- id: assessment_review_point
-- title: Assessments reviewed by a manager at the point set
-- group: assessment
-- definition: Of the review points that were due in the period, the share that a manager held by the day set at the
--    outset.
-- numerator: review points held by their day
-- denominator: review points due in the period
-- unit: %
-- cohort: event
-- period: month
-- polarity: high
-- source: Children in need census guide 2025 to 2026, item 4.9.2 (a review point is set at the outset)
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- fed by: clock assessment_review_point
SELECT
    period.starts_on AS period,
    a.child AS child,
    'assessment:' || a.assessment AS about,
    a.review_due_on AS event_on,
    1 AS in_denominator,
    CASE WHEN a.review_held_on IS NOT NULL AND a.review_held_on <= a.review_due_on THEN 1 ELSE 0 END AS in_numerator,
    a.team AS team,
    a.worker AS worker,
    a.referral AS referral
FROM period
JOIN gt_assessments a ON CAST(a.review_due_on AS DATE) BETWEEN period.starts_on AND period.ends_on
