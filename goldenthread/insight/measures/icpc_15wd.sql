-- id: icpc_15wd
-- title: Initial conferences within 15 working days
-- group: child_protection
-- definition: Of the initial child protection conferences held in the period, the share held no more than 15 working
--    days after the strategy discussion that started the enquiry. After a move from another council the days run from
--    the notice of the move.
-- numerator: initial conferences held within 15 working days
-- denominator: initial conferences held in the period
-- unit: %
-- cohort: event
-- period: month, or year to 31 March
-- polarity: high
-- target: 81.4% (England, 2025)
-- source: Working Together to Safeguard Children 2023, chapter 3; Local Authority Interactive Tool, CP_conf_15days;
--    Children in need census guide 2025 to 2026, item 4.12
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- steps: Enquiry ended in time and waited for the conference, Enquiry itself took longer,
--    Moved here from another council, Not known when the enquiry ended
-- fed by: clock icpc
SELECT
    period.starts_on AS period,
    i.icpc_person_id AS child,
    'conference:' || i.icpc_icpc_id AS about,
    CAST(i.icpc_icpc_date AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN CASE
        WHEN e.enquiry IS NOT NULL THEN working_days(e.strategy_on, i.icpc_icpc_date) <= 15
        ELSE i.icpc_icpc_date <= i.icpc_icpc_target_date
    END THEN 1 ELSE 0 END AS in_numerator,
    i.icpc_icpc_team AS team,
    i.icpc_icpc_worker_id AS worker,
    i.icpc_referral_id AS referral,
    CASE
        WHEN e.enquiry IS NULL AND i.icpc_icpc_date > i.icpc_icpc_target_date THEN 'Moved here from another council'
        WHEN e.enquiry IS NULL OR working_days(e.strategy_on, i.icpc_icpc_date) <= 15 THEN NULL
        WHEN e.concluded_on IS NULL THEN 'Not known when the enquiry ended'
        WHEN working_days(e.strategy_on, e.concluded_on) <= 15
            THEN 'Enquiry ended in time and waited for the conference'
        ELSE 'Enquiry itself took longer'
    END AS step
FROM period
JOIN ssd_initial_cp_conference i ON CAST(i.icpc_icpc_date AS DATE) BETWEEN period.starts_on AND period.ends_on
LEFT JOIN gt_enquiries e ON e.enquiry = i.icpc_s47_enquiry_id
