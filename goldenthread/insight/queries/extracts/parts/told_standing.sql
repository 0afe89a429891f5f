-- How things stood with a child, from the file that first said so until the next that said otherwise. A month before the
-- first file and a month after the last is near enough; further away nothing is known.
WITH last AS (
    SELECT kind, max(told_on) AS told_on FROM casework_loadedfact GROUP BY kind
),
each AS (
    SELECT t.*, lead(t.told_on) OVER rows_of AS next_on, lag(t.told_on) OVER rows_of AS before_on
    FROM told_rows t
    WHERE t.about IN ('ssd_care_leavers', 'counts')
    WINDOW rows_of AS (PARTITION BY t.child_id, t.about, t.kind ORDER BY t.told_on, t.id)
)
SELECT e.id,
       e.child_id,
       e.about,
       e."values",
       e.told_on,
       CASE WHEN e.before_on IS NULL THEN e.told_on - 31 ELSE e.told_on END AS from_on,
       coalesce(e.next_on - 1, l.told_on + 31) AS until_on
FROM each e
JOIN last l ON l.kind = e.kind
