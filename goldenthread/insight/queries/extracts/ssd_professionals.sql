-- People who sign in. Names are here because the standard has them.
SELECT u.id::text AS prof_professional_id,
       u.name AS prof_professional_name,
       u.job_title AS prof_professional_job_title,
       t.name AS prof_professional_department
FROM access_user u
LEFT JOIN access_team t ON t.id = u.team_id
ORDER BY u.id
