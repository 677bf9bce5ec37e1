-- No news of a project for longer than is usual for its stage; told once, when the limit passes, or when we learn of the
-- last news, unless the limit had passed more than 31 days before.
WITH limits(stage, days) AS (VALUES
    ('proposed', 180), ('preparation', 180), ('tender', 120), ('started', 90), ('construction', 90), ('partial', 120)
), last AS (
    SELECT project, max(said) AS said, arg_max(stage, (rank, said)) FILTER (modality = 'actual') AS stage,
           arg_max(id, (said, trust, id)) AS id, min(known_at) FILTER (said = newest) AS first_known
    FROM (SELECT *, max(said) OVER (PARTITION BY project) AS newest FROM facts WHERE project IS NOT NULL) GROUP BY project
), well AS (
    SELECT source_id FROM source_runs WHERE region = $region AND ended_at <= $until
    GROUP BY source_id HAVING arg_max(failure IS NULL, started_at)
), waits AS (
    SELECT l.*, n.days, (l.said + n.days)::TIMESTAMP AT TIME ZONE $zone AS passes
    FROM last l JOIN limits n ON n.stage = coalesce(l.stage, 'proposed')
)
SELECT 'silent' AS kind, project AS subject, greatest(passes, first_known) AS known_at, 0 AS sources, [id] AS updates,
       json_object() AS old,
       json_object('since', said, 'days', date_diff('day', said, ($until AT TIME ZONE $zone)::DATE), 'stage', stage) AS new
FROM waits w
WHERE greatest(passes, first_known) > $since AND greatest(passes, first_known) <= $until
  AND first_known <= passes + INTERVAL 31 DAY
  -- a project whose sources are out of reach is not silent: we are deaf
  AND EXISTS (FROM facts f JOIN well USING (source_id) WHERE f.project = w.project)
  -- of one that is stopped nothing is expected
  AND NOT EXISTS (FROM halts h WHERE h.project = w.project AND NOT h.resumed)
