-- A project is stopped or put off, and was not known to be; a stop after work had gone on again is a new one. One that is
-- given up for good is cancelled, whether it was stopped before or not.
WITH stops AS (
    SELECT f.*, regexp_matches(concat(u.milestone, u.evidence), '取消|终止|撤销|下马|废止|不再(?:建设|实施|推进)') AS final
    FROM facts f JOIN updates u ON u.id = f.id AND u.region = $region
    WHERE f.project IS NOT NULL AND f.stage = 'stopped' AND f.modality = 'actual'
)
SELECT CASE WHEN bool_or(f.final) THEN 'cancelled' ELSE 'stopped' END AS kind, f.project AS subject, min(f.known_at) AS known_at,
       count(DISTINCT f.story) AS sources, [arg_max(f.id, (f.final, f.trust, f.said, f.id))] AS updates, json_object() AS old,
       json_object('stage', 'stopped', 'milestone', arg_max(f.milestone, (f.final, f.trust, f.said, f.id)),
                   'when_start', arg_max(f.when_start, (f.final, f.trust, f.said, f.id)),
                   'when_end', arg_max(f.when_end, (f.final, f.trust, f.said, f.id))) AS new
FROM stops f
WHERE f.fresh
  AND NOT EXISTS (FROM halts h WHERE h.project = f.project AND h.stood AND NOT h.resumed_before
                  AND (NOT f.final OR EXISTS (FROM stops e WHERE e.project = f.project AND e.stood AND e.final)))
  -- an old stop that we learn of now, and that work went on after, is history
  AND NOT EXISTS (FROM halts h WHERE h.id = f.id AND h.resumed_before)
GROUP BY f.project
