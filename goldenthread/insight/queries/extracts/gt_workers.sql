-- Since when each worker has held cases here: her tenure, as the record or a whole file shows it.
SELECT a.worker_id::text AS worker,
       min(a.allocated_at AT TIME ZONE 'Europe/London')::date AS first_case_on
FROM casework_allocation a
WHERE a.worker_id IS NOT NULL
GROUP BY 1
UNION ALL
SELECT 'told:' || (f."values" ->> 'invo_professional_id'), min(f.happened_on)
FROM casework_loadedfact f
WHERE f.about = 'ssd_involvements' AND f.withdrawn_on IS NULL AND f."values" ->> 'invo_professional_id' <> ''
GROUP BY 1
