-- What files told of a child in care as a number alone: placements, times missing and times absent in the 12 months
-- before, from the file that first said so until the next that said otherwise.
WITH told AS (
    SELECT f.*,
           lead(f.told_on) OVER rows_of AS next_on,
           lag(f.told_on) OVER rows_of AS before_on
    FROM casework_loadedfact f
    WHERE f.about = 'counts' AND f.withdrawn_on IS NULL AND f.child_id IS NOT NULL
      AND NOT (f.kind = 'annex-a' AND EXISTS (
          SELECT 1 FROM casework_loadedfact w
          WHERE w.child_id = f.child_id AND w.about = f.about AND w.kind <> 'annex-a' AND w.withdrawn_on IS NULL
      ))
    WINDOW rows_of AS (PARTITION BY f.child_id, f.kind ORDER BY f.told_on, f.id)
),
last AS (
    SELECT kind, max(told_on) AS told_on FROM casework_loadedfact GROUP BY kind
)
SELECT t.id::text AS row,
       t.child_id::text AS child,
       t.told_on,
       CASE WHEN t.before_on IS NULL THEN t.told_on - 31 ELSE t.told_on END AS from_on,
       coalesce(t.next_on - 1, l.told_on + 31) AS until_on,
       (t."values" ->> 'placements')::int AS placements,
       (t."values" ->> 'missing')::int AS missing,
       (t."values" ->> 'absent')::int AS absent
FROM told t
JOIN last l ON l.kind = t.kind
