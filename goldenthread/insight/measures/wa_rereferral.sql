-- id: wa_rereferral
-- title: Referred again after closing with a written agreement
-- group: quality
-- definition: Of the cases closed in the period while a written agreement stood, the share in which the child was
--    referred again within 12 months.
-- numerator: children referred again within 12 months
-- denominator: cases closed in the period with a written agreement
-- unit: %
-- cohort: event
-- period: year
-- polarity: low
-- source: Ofsted, findings on written agreements
-- breakdowns: team, service, worker, age, sex, ethnicity, disability, area, need, source, tenure
-- caveats: The figure is whole only when 12 months have passed.
SELECT
    period.starts_on AS period,
    c.child AS child,
    'closure:' || c.closure AS about,
    c.closed_on AS event_on,
    1 AS in_denominator,
    CASE WHEN EXISTS (
        SELECT 1 FROM ssd_cin_episodes r
        WHERE r.cine_person_id = c.child
          AND CAST(r.cine_referral_date AS DATE) > c.closed_on
          AND CAST(r.cine_referral_date AS DATE) <= months_after(c.closed_on, 12)
    ) THEN 1 ELSE 0 END AS in_numerator,
    c.team AS team,
    c.worker AS worker,
    c.referral AS referral
FROM period
JOIN gt_closures c ON CAST(c.closed_on AS DATE) BETWEEN period.starts_on AND period.ends_on
WHERE c.state = 'authorised' AND c.agreement_status NOT IN ('', 'none')
