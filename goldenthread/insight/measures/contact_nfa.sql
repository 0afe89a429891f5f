-- id: contact_nfa
-- title: Contacts that ended in advice or no further action
-- group: front_door
-- definition: Of the contacts decided in the period, the share closed with no further action or with information and
--    advice alone.
-- numerator: contacts decided as no further action or advice
-- denominator: contacts decided in the period
-- unit: %
-- cohort: event
-- period: month
-- polarity: neutral
-- source: Common practice of councils; not published nationally
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, tenure
SELECT
    period.starts_on AS period,
    c.child AS child,
    'contact:' || c.contact AS about,
    CAST(c.decided_at AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN c.outcome IN ('NFA', 'ADVICE') THEN 1 ELSE 0 END AS in_numerator,
    c.team AS team,
    c.worker AS worker
FROM period
JOIN gt_contacts c ON CAST(c.decided_at AS DATE) BETWEEN period.starts_on AND period.ends_on
