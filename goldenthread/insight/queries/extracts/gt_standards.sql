-- What the practice standards found in the record, and since when.
SELECT s.id::text AS row,
       s.child_id::text AS child,
       s.about,
       s.standard,
       s.met,
       s.since
FROM quality_standardresult s
ORDER BY s.id
