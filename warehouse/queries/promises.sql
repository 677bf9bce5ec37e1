-- The newest promise of each project and stage, against the newest that was known before: made, slipped, brought
-- forward, weaker or stronger. Intervals of which one holds the other promise the same. A promise that is met already,
-- or whose date had passed when the page was published, is none.
WITH targets AS (
    SELECT *, row_number() OVER (PARTITION BY project, stage, fresh
                                 ORDER BY said DESC, when_end IS NOT NULL DESC, trust DESC, id) AS place
    FROM (SELECT *, false AS fresh FROM facts_before UNION ALL SELECT *, true FROM facts WHERE known_at > $since)
    WHERE project IS NOT NULL AND modality = 'target' AND rank >= 0 AND (when_end IS NULL OR when_end >= said)
), before AS (SELECT * FROM targets WHERE NOT fresh AND place = 1),
dated AS (  -- the newest promise with a date
    SELECT project, stage, max_by(when_start, (said, id)) AS when_start, max_by(when_end, (said, id)) AS when_end,
           max_by(when_text, (said, id)) AS when_text, max_by(id, (said, id)) AS id, max(said) AS said,
           count(DISTINCT when_end) AS earlier
    FROM targets WHERE NOT fresh AND when_end IS NOT NULL GROUP BY project, stage
), found AS (SELECT * FROM targets WHERE fresh AND place = 1),
stories AS (
    SELECT project, stage, when_end, count(DISTINCT story_id) AS sources FROM facts
    WHERE modality = 'target' AND known_at > $since GROUP BY ALL
), pairs AS (
    SELECT f.*, n.sources, coalesce(d.when_start, f.previous_start) AS old_start,
           coalesce(d.when_end, f.previous_end) AS old_end, d.when_text AS old_text, d.id AS old_id,
           coalesce(d.earlier, 0) AS earlier, d.said AS old_said, b.id AS before_id, b.force AS old_force,
           b.strength AS old_strength
    FROM found f LEFT JOIN before b USING (project, stage) LEFT JOIN dated d USING (project, stage)
    LEFT JOIN stories n ON n.project = f.project AND n.stage = f.stage AND n.when_end IS NOT DISTINCT FROM f.when_end
    -- what an edit of the same page changed is told as the edit
    WHERE NOT EXISTS (FROM before e WHERE e.project = f.project AND e.stage = f.stage AND e.url = f.url)
      AND NOT EXISTS (FROM facts m WHERE m.project = f.project AND m.modality = 'actual' AND m.rank >= f.rank)
      AND NOT EXISTS (FROM disputed x WHERE x.project = f.project AND x.stage = f.stage)
), judged AS (
    SELECT *, CASE
        WHEN old_end IS NOT NULL AND when_end IS NOT NULL AND (old_said IS NULL OR said >= old_said)
             AND NOT (old_start <= when_start AND old_end >= when_end)
             AND NOT (when_start <= old_start AND when_end >= old_end)
             THEN CASE WHEN when_end > old_end THEN 'promise_slipped' ELSE 'promise_forward' END
        WHEN before_id IS NULL AND when_end IS NOT NULL THEN 'promise_made'
        WHEN before_id IS NOT NULL AND old_end IS NULL AND when_end IS NOT NULL THEN 'promise_made'
        WHEN before_id IS NOT NULL AND said >= old_said AND force < old_force THEN 'promise_weakened'
        WHEN before_id IS NOT NULL AND said >= old_said AND force > old_force THEN 'promise_strengthened'
        END AS kind
    FROM pairs
)
SELECT kind, project AS subject, known_at, sources,
       CASE WHEN old_id IS NOT NULL AND kind <> 'promise_made' THEN [id, old_id] ELSE [id] END AS updates,
       CASE kind WHEN 'promise_made' THEN json_object() ELSE
       json_object('stage', stage, 'when_start', old_start, 'when_end', old_end, 'when_text', old_text,
                   'strength', coalesce(old_strength, strength)) END AS old,
       json_object('stage', stage, 'when_start', when_start, 'when_end', when_end, 'when_text', when_text,
                   'strength', strength, 'milestone', milestone, 'days', date_diff('day', old_end, when_end),
                   'earlier', earlier) AS new
FROM judged WHERE kind IS NOT NULL
  -- a first promise whose day has passed by the end of the window is history, not a promise
  AND NOT (kind = 'promise_made' AND when_end < ($until AT TIME ZONE $zone)::DATE)
