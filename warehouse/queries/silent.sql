-- No news of a project for longer than is usual for its stage; told once, when the limit passes.
WITH last AS (
    SELECT project, max(said) AS said, arg_max(stage, (rank, said)) FILTER (modality = 'actual') AS stage,
           arg_max(id, (said, id)) AS id, arg_max(source_id, (said, id)) AS source_id
    FROM facts WHERE project IS NOT NULL GROUP BY project
), well AS (
    SELECT source_id FROM source_runs WHERE region = $region AND started_at <= $until
    GROUP BY source_id HAVING arg_max(failure IS NULL, started_at)
), limits AS (
    SELECT *, CASE coalesce(stage, 'proposed') WHEN 'construction' THEN 90 WHEN 'started' THEN 90 WHEN 'partial' THEN 120
              WHEN 'tender' THEN 120 WHEN 'preparation' THEN 180 WHEN 'proposed' THEN 180 END AS days FROM last
)
SELECT 'silent' AS kind, project AS subject, ((said + days)::TIMESTAMP AT TIME ZONE $zone) AS known_at, 0 AS sources,
       [id] AS updates, json_object() AS old,
       json_object('since', said, 'days', date_diff('day', said, ($until AT TIME ZONE $zone)::DATE), 'stage', stage) AS new
FROM limits
WHERE days IS NOT NULL
  -- a project whose sources are out of reach is not silent: we are deaf
  AND EXISTS (FROM facts f JOIN well w USING (source_id) WHERE f.project = limits.project)
  AND ((said + days)::TIMESTAMP AT TIME ZONE $zone) > greatest($since, $until - INTERVAL 31 DAY)
  AND ((said + days)::TIMESTAMP AT TIME ZONE $zone) <= $until
