-- id: ethnicity_at_contact
-- title: Contacts with ethnicity recorded
-- group: front_door
-- definition: Of the contacts received in the period, the share where the child’s ethnicity is recorded. “Would
--    rather not say” counts as recorded; “not known yet” does not.
-- numerator: contacts with the child’s ethnicity recorded
-- denominator: contacts received in the period
-- unit: %
-- cohort: event
-- period: month
-- polarity: high
-- source: Ofsted, area for development on the recording of identity
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, tenure
SELECT
    period.starts_on AS period,
    c.child AS child,
    'contact:' || c.contact AS about,
    CAST(c.received_at AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN coalesce(c.ethnicity, '') NOT IN ('', 'NOBT') THEN 1 ELSE 0 END AS in_numerator,
    c.team AS team,
    c.worker AS worker
FROM period
JOIN gt_contacts c ON CAST(c.received_at AS DATE) BETWEEN period.starts_on AND period.ends_on
