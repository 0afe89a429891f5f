-- id: contact_volume
-- title: Contacts received
-- group: front_door
-- definition: How many contacts the front door received, counted once for each child named in each.
-- numerator: contacts received in the period, once for each child
-- unit: count
-- cohort: event
-- period: month or rolling 6 months
-- polarity: neutral
-- source: Ofsted inspection framework, Annex A, list 1 (contacts)
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, tenure
-- caveats: A contact is not a referral, and the census of children in need leaves contacts out.
SELECT
    period.starts_on AS period,
    c.child AS child,
    'contact:' || c.contact AS about,
    CAST(c.received_at AS DATE) AS event_on,
    1 AS in_denominator,
    1 AS in_numerator,
    c.team AS team,
    c.worker AS worker
FROM period
JOIN gt_contacts c ON CAST(c.received_at AS DATE) BETWEEN period.starts_on AND period.ends_on
