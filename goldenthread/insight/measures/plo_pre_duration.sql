-- id: plo_pre_duration
-- title: Children in pre-proceedings for more than 16 weeks
-- group: court
-- definition: Of the children in pre-proceedings on the last day, the share for whom more than 16 weeks had passed
--    since the letter before proceedings, or since the decision where no letter is recorded.
-- numerator: children in pre-proceedings for more than 16 weeks
-- denominator: children in pre-proceedings on the last day
-- unit: %
-- cohort: snapshot
-- period: any day
-- polarity: low
-- source: Public Law Working Group, best practice in pre-proceedings (2021)
-- breakdowns: age, sex, ethnicity, disability, area
-- waits for: records of work before and in court
SELECT
    period.starts_on AS period,
    x.prep_person_id AS child,
    'pre_proceedings:' || x.prep_table_id AS about,
    period.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN date_diff('day', CAST(coalesce(x.prep_pre_pro_letter_date, x.prep_pre_pro_decision_date) AS DATE), period.ends_on) > 112 THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM period
JOIN ssd_pre_proceedings x
    ON CAST(coalesce(x.prep_pre_pro_letter_date, x.prep_pre_pro_decision_date) AS DATE) <= period.ends_on
    AND (x.prep_agree_stepdown_issue_date IS NULL OR CAST(x.prep_agree_stepdown_issue_date AS DATE) > period.ends_on)
    AND (x.prep_care_pro_letter_date IS NULL OR CAST(x.prep_care_pro_letter_date AS DATE) > period.ends_on)
