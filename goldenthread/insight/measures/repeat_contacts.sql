-- id: repeat_contacts
-- title: Repeat contacts within 12 months
-- group: front_door
-- definition: Of the contacts received in the period, the share for a child about whom there had been another contact
--    in the 12 months before, whatever it was about.
-- numerator: contacts with an earlier contact for the child within 12 months
-- denominator: contacts received in the period
-- unit: %
-- cohort: event
-- period: month
-- polarity: low
-- source: Common practice of councils; not published nationally
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, tenure
-- caveats: For 3 or 6 months, or for domestic abuse alone, copy the file into the council’s own measures and change
--    the number of months or add the condition.
WITH following AS (
    SELECT
        c.*,
        lag(CAST(c.received_at AS DATE)) OVER (PARTITION BY c.child ORDER BY c.received_at, c.row) AS before_on
    FROM gt_contacts c
)
SELECT
    period.starts_on AS period,
    c.child AS child,
    'contact:' || c.contact AS about,
    CAST(c.received_at AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN CAST(c.received_at AS DATE) <= months_after(c.before_on, 12) THEN 1 ELSE 0 END AS in_numerator,
    c.team AS team,
    c.worker AS worker
FROM period
JOIN following c ON CAST(c.received_at AS DATE) BETWEEN period.starts_on AND period.ends_on
-- Of a contact that a list told, the 12 months before are known once lists reach so far back.
WHERE c.known_since IS NULL OR months_after(c.known_since, 12) <= CAST(c.received_at AS DATE)
