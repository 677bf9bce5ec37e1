-- Promises that come due in the days from the end of the window to $last: the newest promise of each project and stage that
-- is not reached, if it still names such a day.
WITH targets AS (
    SELECT *, row_number() OVER (PARTITION BY project, stage ORDER BY said DESC, when_end IS NOT NULL DESC, trust DESC, id) AS place,
           count(DISTINCT story) OVER (PARTITION BY project, stage, when_end) AS stories
    FROM facts WHERE project IS NOT NULL AND modality = 'target' AND rank >= 0 AND (when_end IS NULL OR when_end >= said)
)
SELECT 'due' AS kind, t.project AS subject, t.known_at, t.stories AS sources, [t.id] AS updates, json_object() AS old,
       json_object('stage', t.stage, 'when_start', t.when_start, 'when_end', t.when_end, 'when_text', u.when_text,
                   'strength', t.strength, 'milestone', t.milestone) AS new
FROM targets t JOIN updates u ON u.id = t.id AND u.region = $region
WHERE t.place = 1 AND t.when_end BETWEEN ($until AT TIME ZONE $zone)::DATE AND $last::DATE
  AND NOT EXISTS (FROM facts m WHERE m.project = t.project AND m.modality = 'actual' AND m.rank >= t.rank)
  AND NOT EXISTS (FROM halts h WHERE h.project = t.project AND NOT h.resumed)
ORDER BY t.when_end, t.project, t.id
