-- What files told of children, row by row. Of one child and table, whole files speak before the lists of Annex A, which
-- tell the latest alone.
SELECT f.id, f.child_id, f.about, f.happened_on, f."values", f.kind, f.known_on, f.told_on
FROM casework_loadedfact f
WHERE f.withdrawn_on IS NULL AND f.child_id IS NOT NULL
  AND NOT (f.kind = 'annex-a' AND EXISTS (
      SELECT 1 FROM casework_loadedfact w
      WHERE w.child_id = f.child_id AND w.about = f.about AND w.kind <> 'annex-a' AND w.withdrawn_on IS NULL
  ))
