-- The newest promise of a stage passed in the window, and nothing says that the stage was reached.
WITH targets AS (
    SELECT *, row_number() OVER (PARTITION BY project, stage ORDER BY said DESC, trust DESC, id) AS place
    FROM facts WHERE project IS NOT NULL AND modality = 'target' AND rank >= 0 AND when_end IS NOT NULL
      AND when_end >= said
)
SELECT 'overdue' AS kind, project AS subject, known_at, 1 AS sources, [id] AS updates, json_object() AS old,
       json_object('stage', stage, 'when_start', when_start, 'when_end', when_end, 'when_text', when_text) AS new
FROM targets t
-- in a first report, what lapsed long ago is history
WHERE place = 1 AND when_end >= greatest(($since AT TIME ZONE $zone)::DATE, ($until AT TIME ZONE $zone)::DATE - 31)
  AND when_end < ($until AT TIME ZONE $zone)::DATE
  AND NOT EXISTS (FROM facts m WHERE m.project = t.project AND m.modality = 'actual' AND m.rank >= t.rank)
