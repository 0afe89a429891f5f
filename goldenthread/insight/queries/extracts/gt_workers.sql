-- Since when each worker has held cases here: her tenure, as the record shows it.
SELECT a.worker_id::text AS worker,
       min(a.allocated_at AT TIME ZONE 'Europe/London')::date AS first_case_on
FROM casework_allocation a
WHERE a.worker_id IS NOT NULL
GROUP BY 1
ORDER BY 1
