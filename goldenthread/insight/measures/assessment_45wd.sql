-- id: assessment_45wd
-- title: Assessments completed within 45 working days
-- group: assessment
-- definition: Of the assessments that a manager authorised in the period, the share authorised no more than 45
--    working days after the referral was received. Counted once for each child assessed.
-- numerator: assessments authorised within 45 working days of the referral
-- denominator: assessments authorised in the period
-- unit: %
-- cohort: event
-- period: month, or year to 31 March
-- polarity: high
-- target: 85.7% (England, 2025)
-- source: Working Together to Safeguard Children 2023, chapter 3; Local Authority Interactive Tool,
--    Continue_Assess_Comp; Children in need census guide 2025 to 2026, item 4.9 (complete means authorised)
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- steps: Finished in time and waited for a manager, Finished late by the worker, Not known when it was finished
-- fed by: clock single_assessment
-- caveats: An assessment that is still open counts nowhere until it is authorised, so a backlog shows here late.
--    Where no referral is held the days run from the start of the assessment.
SELECT
    period.starts_on AS period,
    a.child AS child,
    'assessment:' || a.assessment AS about,
    CAST(a.authorised_at AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN working_days(coalesce(a.referred_on, a.started_on), a.authorised_at) <= 45 THEN 1 ELSE 0 END AS in_numerator,
    a.team AS team,
    a.worker AS worker,
    a.referral AS referral,
    CASE
        WHEN working_days(coalesce(a.referred_on, a.started_on), a.authorised_at) <= 45 THEN NULL
        WHEN a.sent_at IS NULL THEN 'Not known when it was finished'
        WHEN working_days(coalesce(a.referred_on, a.started_on), a.sent_at) <= 45
            THEN 'Finished in time and waited for a manager'
        ELSE 'Finished late by the worker'
    END AS step
FROM period
JOIN gt_assessments a ON CAST(a.authorised_at AS DATE) BETWEEN period.starts_on AND period.ends_on
