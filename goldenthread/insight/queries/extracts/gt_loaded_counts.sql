-- What files told of a child in care as a number alone: placements, times missing and times absent in the 12 months
-- before, from the file that first said so until the next that said otherwise.
SELECT t.id::text AS row,
       t.child_id::text AS child,
       t.told_on,
       t.from_on,
       t.until_on,
       (t."values" ->> 'placements')::int AS placements,
       (t."values" ->> 'missing')::int AS missing,
       (t."values" ->> 'absent')::int AS absent
FROM told_standing t
WHERE t.about = 'counts'
