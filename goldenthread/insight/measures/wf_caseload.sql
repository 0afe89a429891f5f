-- id: wf_caseload
-- title: Average caseload
-- group: workforce
-- definition: Cases held on the last day for each whole-time worker who holds at least one. A case is a child.
-- numerator: cases held
-- denominator: workers who hold a case, whole-time
-- unit: mean of cases for each worker
-- cohort: snapshot
-- period: 30 September, or any day
-- polarity: low
-- target: 15.2 (England, 2025)
-- source: Local Authority Interactive Tool, Work_Force_AvgNumCase_SW
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- caveats: Look at the highest and at newly qualified workers, not at the mean alone. Where no post is recorded a
--    worker counts as whole-time.
WITH held AS (
    SELECT DISTINCT period.starts_on AS period, period.ends_on, a.child, a.referral, a.team, a.worker
    FROM period
    JOIN gt_allocations a
        ON a.worker IS NOT NULL
        AND CAST(a.starts_at AS DATE) <= period.ends_on
        AND (a.ends_at IS NULL OR CAST(a.ends_at AS DATE) > period.ends_on)
),
shared AS (
    SELECT h.*, count(*) OVER (PARTITION BY h.period, h.worker) AS cases
    FROM held h
)
SELECT
    s.period,
    s.child,
    coalesce('referral:' || s.referral, 'child:' || s.child) AS about,
    s.ends_on AS event_on,
    -- each case carries its part of its worker, so that the parts of a worker come to her whole time
    coalesce(w.fte, 1.0) / s.cases AS in_denominator,
    1 AS in_numerator,
    s.team,
    s.worker,
    s.referral
FROM shared s
LEFT JOIN gt_workforce w ON w.worker = s.worker
