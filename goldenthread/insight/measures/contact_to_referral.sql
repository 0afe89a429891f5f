-- id: contact_to_referral
-- title: Contacts that became a referral
-- group: front_door
-- definition: Of the contacts decided in the period, the share that became a referral, whether for a child in need or
--    for a section 47 enquiry.
-- numerator: contacts decided as a referral
-- denominator: contacts decided in the period
-- unit: %
-- cohort: event
-- period: month
-- polarity: neutral
-- source: Common practice of councils; not published nationally
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, tenure
-- caveats: Neither high nor low is good: a swing follows a change of threshold. Read it with the events known.
SELECT
    period.starts_on AS period,
    c.child AS child,
    'contact:' || c.contact AS about,
    CAST(c.decided_at AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN c.outcome IN ('REF_S17', 'REF_S47') THEN 1 ELSE 0 END AS in_numerator,
    c.team AS team,
    c.worker AS worker
FROM period
JOIN gt_contacts c ON CAST(c.decided_at AS DATE) BETWEEN period.starts_on AND period.ends_on
