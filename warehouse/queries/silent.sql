-- No news of a project for longer than is usual for its stage; told once, when a source of it
-- answers after the limit and has none, or when we learn of the last news, unless the limit had passed 31 days before.
WITH limits(stage, days) AS (VALUES
    ('proposed', 180), ('preparation', 180), ('tender', 120), ('started', 90), ('construction', 90), ('partial', 120)
), quiet AS (  -- of which the last news is older than the shortest of these limits
    SELECT project, max(said) AS said FROM facts WHERE project IS NOT NULL GROUP BY project
    HAVING max(said) <= ($until AT TIME ZONE $zone)::DATE - (SELECT min(days) FROM limits)
), last AS (
    SELECT f.project, any_value(q.said) AS said, arg_max(f.stage, (rank, f.said)) FILTER (modality = 'actual') AS stage,
           arg_max(f.id, (modality = 'actual', rank, trust, f.id)) FILTER (f.said = q.said) AS id,
           min(f.known_at) FILTER (f.said = q.said) AS first_known
    FROM facts f JOIN quiet q ON q.project = f.project GROUP BY f.project
), waits AS (
    SELECT l.*, n.days, (l.said + n.days)::TIMESTAMP AT TIME ZONE $zone AS passes
    FROM last l JOIN limits n ON n.stage = coalesce(l.stage, 'proposed')
), heard AS (  -- a project whose sources are all out of reach is not silent: we are deaf, until one of them answers
    SELECT w.project, min(r.ended_at) AS answered
    FROM waits w JOIN (SELECT DISTINCT project, source_id FROM facts) f ON f.project = w.project
    JOIN source_runs r ON r.region = $region AND r.source_id = f.source_id AND r.ended_at <= $until
    WHERE r.ended_at >= w.passes AND r.failure IS NULL GROUP BY w.project
), due AS (
    SELECT w.*, greatest(h.answered, w.first_known) AS heard_at FROM waits w JOIN heard h ON h.project = w.project
)
SELECT 'silent' AS kind, project AS subject, heard_at AS known_at, 0 AS sources, [id] AS updates, json_object() AS old,
       json_object('since', said, 'days', date_diff('day', said, ($until AT TIME ZONE $zone)::DATE), 'stage', stage) AS new
FROM due w
WHERE heard_at > $since AND heard_at <= $until AND first_known <= passes + INTERVAL 31 DAY
  -- of one that is stopped nothing is expected
  AND NOT EXISTS (FROM halts h WHERE h.project = w.project AND NOT h.resumed)
