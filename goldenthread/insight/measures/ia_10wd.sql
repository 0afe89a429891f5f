-- id: ia_10wd
-- title: Initial assessments within 10 working days, as before 2013
-- group: assessment
-- definition: Of the initial assessments completed in the period under the rules that ended in 2013, the share
--    completed within 10 working days of their start.
-- numerator: initial assessments completed within 10 working days
-- denominator: initial assessments completed in the period
-- unit: %
-- cohort: event
-- period: year to 31 March
-- polarity: high
-- source: Local Authority Interactive Tool, note on measures before 2013 (Working Together 2010)
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- waits for: records of assessments as they were before 2013
-- caveats: Needed only to read records and letters of before 2013.
SELECT
    period.starts_on AS period,
    a.child AS child,
    'assessment:' || a.assessment AS about,
    CAST(a.authorised_at AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN working_days(a.started_on, a.authorised_at) <= 10 THEN 1 ELSE 0 END AS in_numerator,
    a.team AS team,
    a.worker AS worker,
    a.referral AS referral
FROM period
JOIN gt_assessments a ON CAST(a.authorised_at AS DATE) BETWEEN period.starts_on AND period.ends_on
WHERE a.kind = 'initial'
