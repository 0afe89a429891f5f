-- id: referral_nfa
-- title: Referrals with no further action
-- group: front_door
-- definition: Of the referrals received in the period, the share closed with no further action after they were first
--    considered.
-- numerator: referrals closed with no further action
-- denominator: referrals received in the period
-- unit: %
-- cohort: event
-- period: year to 31 March
-- polarity: neutral
-- source: Local Authority Interactive Tool, CIN_Refferals_NFA
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
SELECT
    period.starts_on AS period,
    r.cine_person_id AS child,
    'referral:' || r.cine_referral_id AS about,
    CAST(r.cine_referral_date AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN r.cine_referral_nfa = 'Y' THEN 1 ELSE 0 END AS in_numerator,
    r.cine_referral_team AS team,
    r.cine_referral_worker_id AS worker,
    r.cine_referral_id AS referral
FROM period
JOIN ssd_cin_episodes r ON CAST(r.cine_referral_date AS DATE) BETWEEN period.starts_on AND period.ends_on
