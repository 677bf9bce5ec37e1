-- A project is spoken of for the first time, and no other line tells what was said.
SELECT 'first_mention' AS kind, project AS subject, min(known_at) AS known_at, count(DISTINCT story) AS sources,
       [arg_max(id, (trust, said, id))] AS updates, json_object() AS old,
       json_object('stage', arg_max(stage, (trust, said, id)), 'modality', arg_max(modality, (trust, said, id))) AS new
FROM facts f
WHERE project IS NOT NULL AND fresh AND NOT list_contains($told, project)
  -- a promise whose day has passed is history
  AND (modality = 'actual' OR when_end IS NULL OR when_end >= ($until AT TIME ZONE $zone)::DATE)
  AND NOT EXISTS (FROM every_fact e WHERE e.project = f.project AND NOT e.fresh)
GROUP BY project
