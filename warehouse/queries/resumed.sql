-- Work goes on at a project that was known to be stopped. Where it also reaches a new stage, that line tells it.
SELECT 'resumed' AS kind, h.project AS subject, w.known_at, 1 AS sources, [w.id, h.id] AS updates,
       json_object('stage', 'stopped') AS old,
       json_object('stage', w.stage, 'milestone', w.milestone, 'when_start', w.when_start, 'when_end', w.when_end) AS new
FROM halts h JOIN facts w ON w.id = h.work
WHERE h.stood AND h.resumed AND NOT h.resumed_before AND w.fresh
  AND NOT EXISTS (FROM furthest x WHERE x.project = h.project AND x.rank > x.rank_before)
