-- A project is stopped, put off or given up, and was not known to be; a stop after work had gone on again is a new one.
SELECT 'stopped' AS kind, f.project AS subject, min(f.known_at) AS known_at, count(DISTINCT f.story) AS sources,
       [arg_max(f.id, (f.trust, f.said, f.id))] AS updates, json_object() AS old,
       json_object('stage', 'stopped', 'milestone', arg_max(f.milestone, (f.trust, f.said, f.id)),
                   'when_start', arg_max(f.when_start, (f.trust, f.said, f.id)),
                   'when_end', arg_max(f.when_end, (f.trust, f.said, f.id))) AS new
FROM facts f
WHERE f.project IS NOT NULL AND f.stage = 'stopped' AND f.modality = 'actual' AND f.fresh
  AND NOT EXISTS (FROM halts h WHERE h.project = f.project AND h.stood AND NOT h.resumed_before)
  -- an old stop that we learn of now, and that work went on after, is history
  AND NOT EXISTS (FROM halts h WHERE h.id = f.id AND h.resumed_before)
GROUP BY f.project
