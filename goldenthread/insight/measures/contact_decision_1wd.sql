-- id: contact_decision_1wd
-- title: Contacts decided within one working day
-- group: front_door
-- definition: Of the contacts received in the period, the share on which a manager recorded a decision by the end of
--    the next working day. A contact still within its time is left out until the time has passed.
-- numerator: contacts decided by the end of the next working day
-- denominator: contacts received in the period whose time has passed or that were decided
-- unit: %
-- cohort: event
-- period: month
-- polarity: high
-- target: 95% to 100% (local)
-- source: Working Together to Safeguard Children 2023, chapter 3 (decision within one working day); counted by local
--    practice
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, tenure
-- fed by: clock contact_decision
SELECT
    period.starts_on AS period,
    c.child AS child,
    'contact:' || c.contact AS about,
    CAST(c.received_at AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN d.met_at IS NOT NULL AND CAST(d.met_at AS DATE) <= d.due_on THEN 1 ELSE 0 END AS in_numerator,
    c.team AS team,
    c.worker AS worker
FROM period
JOIN gt_contacts c ON CAST(c.received_at AS DATE) BETWEEN period.starts_on AND period.ends_on
JOIN gt_deadlines d ON d.contact = c.contact AND d.clock = 'contact_decision' AND d.void_at IS NULL
WHERE d.met_at IS NOT NULL OR d.due_on < period.ends_on
