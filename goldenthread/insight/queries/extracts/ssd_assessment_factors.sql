-- The factors that an assessment found, in the codes of the census.
SELECT ac.id::text AS cinf_table_id,
       ac.id::text AS cinf_assessment_id,
       array_to_json(ac.factors)::text AS cinf_assessment_factors_json
FROM casework_assessmentchild ac
WHERE ac.taken_out_at IS NULL AND cardinality(ac.factors) > 0
ORDER BY ac.id
