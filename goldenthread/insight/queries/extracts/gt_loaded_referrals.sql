-- How many referrals of a child the lists of Annex A count, in the 12 months before their day, beside those that are
-- here: referrals before the lists began, of which nothing but the number is known.
SELECT r.id::text AS referral,
       r.child_id::text AS child,
       (f."values" ->> 'in_a_year')::int - (
           SELECT count(*)::int
           FROM casework_referral o
           WHERE o.child_id = f.child_id AND o.received_on <= f.told_on
             AND o.received_on > (f.told_on - INTERVAL '12 months')::date
       ) AS earlier
FROM casework_loadedfact f
JOIN casework_referral r ON r.child_id = f.child_id AND r.received_on = f.happened_on AND r.loaded
WHERE f.about = 'referral' AND f.withdrawn_on IS NULL
ORDER BY r.id
