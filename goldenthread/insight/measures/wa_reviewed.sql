-- id: wa_reviewed
-- title: Written agreements reviewed in time
-- group: quality
-- definition: Of the written agreements in force on the last day, the share none of whose reviews was overdue.
-- numerator: agreements without an overdue review
-- denominator: agreements in force on the last day
-- unit: %
-- cohort: snapshot
-- period: any day
-- polarity: high
-- source: Ofsted, findings on written agreements
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, tenure
-- fed by: clock written_agreement_review
WITH in_force AS (
    SELECT period.starts_on AS period, period.ends_on, a.*
    FROM period
    JOIN gt_agreements a
        ON a.starts_on <= period.ends_on
        AND (a.ended_on IS NULL OR a.ended_on > period.ends_on)
        AND a.state IN ('in_force', 'ended')
),
overdue AS (
    SELECT DISTINCT f.period, f.row
    FROM in_force f
    JOIN gt_deadlines d
        ON d.clock = 'written_agreement_review'
        AND d.about = 'agreement:' || f.agreement
        AND d.due_on < f.ends_on
        AND CAST(d.started_at AS DATE) <= f.ends_on
    WHERE (d.met_at IS NULL OR CAST(d.met_at AS DATE) > f.ends_on)
      AND (d.void_at IS NULL OR CAST(d.void_at AS DATE) > f.ends_on)
)
SELECT
    f.period,
    f.child,
    'agreement:' || f.agreement AS about,
    f.ends_on AS event_on,
    1 AS in_denominator,
    CASE WHEN o.row IS NULL THEN 1 ELSE 0 END AS in_numerator,
    f.team,
    f.worker
FROM in_force f
LEFT JOIN overdue o ON o.period = f.period AND o.row = f.row
