-- A project is stopped, put off or given up, and was not known to be.
SELECT 'stopped' AS kind, f.project AS subject, min(f.known_at) AS known_at, count(DISTINCT f.story_id) AS sources,
       [arg_max(f.id, (f.trust, f.said))] AS updates, json_object() AS old,
       json_object('stage', 'stopped', 'milestone', arg_max(f.milestone, (f.trust, f.said)),
                   'when_text', arg_max(f.when_text, (f.trust, f.said))) AS new
FROM facts f
WHERE f.project IS NOT NULL AND f.stage = 'stopped' AND f.modality = 'actual' AND f.known_at > $since
  AND NOT EXISTS (FROM facts_before e WHERE e.project = f.project AND e.stage = 'stopped')
GROUP BY f.project
