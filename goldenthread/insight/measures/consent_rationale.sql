-- id: consent_rationale
-- title: Contacts with agreement recorded, or why not
-- group: front_door
-- definition: Of the contacts where other agencies were asked, or whose outcome was below a section 47 enquiry, the
--    share that say whether a parent agreed and, where not, why.
-- numerator: contacts with agreement recorded and a reason wherever it was not given
-- denominator: contacts decided in the period where agencies were asked or the outcome was below section 47
-- unit: %
-- cohort: event
-- period: month
-- polarity: high
-- source: Ofsted, focused visit findings on the recording of consent (2023)
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, tenure
SELECT
    period.starts_on AS period,
    c.child AS child,
    'contact:' || c.contact AS about,
    CAST(c.decided_at AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN c.agreement_to_checks = 'agreed' OR (c.agreement_to_checks <> '' AND c.has_rationale) THEN 1 ELSE 0 END AS in_numerator,
    c.team AS team,
    c.worker AS worker
FROM period
JOIN gt_contacts c ON CAST(c.decided_at AS DATE) BETWEEN period.starts_on AND period.ends_on
WHERE c.agencies_asked OR c.outcome <> 'REF_S47'
