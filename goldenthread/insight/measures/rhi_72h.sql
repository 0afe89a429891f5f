-- id: rhi_72h
-- title: Return home interviews within 72 hours
-- group: missing
-- definition: Of the times a child was missing that ended in the period, the share after which somebody independent
--    spoke with the child within 72 hours of the return.
-- numerator: interviews held within 72 hours of the return
-- denominator: times missing that ended in the period
-- unit: %
-- cohort: event
-- period: month
-- polarity: high
-- source: Children who run away or go missing from home or care, statutory guidance (2014)
-- breakdowns: age, sex, ethnicity, disability, area
-- waits for: records of missing children
SELECT
    period.starts_on AS period,
    m.child AS child,
    'missing:' || m.row AS about,
    CAST(m.returned_at AS DATE) AS event_on,
    1 AS in_denominator,
    CASE WHEN m.held_at IS NOT NULL AND m.held_at <= m.returned_at + INTERVAL 72 HOUR THEN 1 ELSE 0 END AS in_numerator,
    CAST(NULL AS VARCHAR) AS team,
    CAST(NULL AS VARCHAR) AS worker
FROM period
JOIN gt_return_interviews m ON CAST(m.returned_at AS DATE) BETWEEN period.starts_on AND period.ends_on
