-- The newest promise of a stage passed, and nothing says that the stage was reached. Told once: when the day has passed, or
-- when we learn of the promise, unless it had lapsed more than 31 days before: that is history.
WITH due AS (
    SELECT DISTINCT project, stage FROM facts WHERE modality = 'target' AND rank >= 0 AND when_end >= said
       AND (fresh OR when_end >= ($since AT TIME ZONE $zone)::DATE - 1) AND when_end < ($until AT TIME ZONE $zone)::DATE
), targets AS (
    SELECT *, row_number() OVER (PARTITION BY project, stage ORDER BY said DESC, trust DESC, id) AS place,
           min(known_at) OVER (PARTITION BY project, stage, when_end) AS first_known,
           (when_end + 1)::TIMESTAMP AT TIME ZONE $zone AS lapses
    FROM facts SEMI JOIN due USING (project, stage) WHERE modality = 'target' AND when_end >= said
)
SELECT 'overdue' AS kind, t.project AS subject, greatest(lapses, first_known) AS known_at, 1 AS sources, [t.id] AS updates,
       json_object() AS old,
       json_object('stage', t.stage, 'when_start', t.when_start, 'when_end', t.when_end, 'when_text', u.when_text) AS new
FROM targets t JOIN updates u ON u.id = t.id AND u.region = $region
WHERE place = 1 AND greatest(lapses, first_known) > $since AND greatest(lapses, first_known) <= $until
  AND first_known <= lapses + INTERVAL 31 DAY
  AND NOT EXISTS (FROM facts m WHERE m.project = t.project AND m.modality = 'actual' AND m.rank >= t.rank)
