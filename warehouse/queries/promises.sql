-- The newest promise of each project and stage, against the newest that was known before: made, slipped, brought
-- forward, weaker or stronger. Intervals of which one holds the other promise the same. A promise that is met already,
-- or whose date had passed when the page was published, is none.
WITH lately AS (SELECT DISTINCT project, stage FROM facts WHERE modality = 'target' AND fresh),
asked AS (
    SELECT * FROM facts_compared SEMI JOIN lately USING (project, stage)
    WHERE project IS NOT NULL AND modality = 'target' AND rank >= 0 AND (when_end IS NULL OR when_end >= said)
), moves AS (  -- dates that their own source has moved
    SELECT DISTINCT n.project, n.stage, n.source_id, n.trust, n.said, coalesce(o.when_end, n.previous_end) AS gone
    FROM asked n LEFT JOIN asked o ON o.project = n.project AND o.stage = n.stage AND o.source_id = n.source_id
         AND o.said < n.said AND o.when_end <> n.when_end
    WHERE n.when_end IS NOT NULL AND coalesce(o.when_end, n.previous_end) IS NOT NULL
), targets AS (  -- who of no more trust repeats such a date, repeats old news
    SELECT *, row_number() OVER (PARTITION BY project, stage, fresh
                                 ORDER BY said DESC, when_end IS NOT NULL DESC, trust DESC, id) AS place
    FROM asked t
    WHERE NOT EXISTS (FROM moves m WHERE m.project = t.project AND m.stage = t.stage AND m.source_id <> t.source_id
                      AND m.gone = t.when_end AND m.trust >= t.trust AND m.said <= t.said)
), before AS (SELECT * FROM targets WHERE NOT fresh AND place = 1),
dated AS (  -- the newest promise with a date
    SELECT project, stage, max_by(when_start, (said, id)) AS when_start, max_by(when_end, (said, id)) AS when_end,
           max_by(id, (said, id)) AS id, max(said) AS said, count(DISTINCT when_end) AS earlier,
           list({'when_start': when_start, 'when_end': when_end, 'said': said} ORDER BY said, when_end, id) AS history
    FROM targets WHERE NOT fresh AND when_end IS NOT NULL GROUP BY project, stage
), found AS (SELECT * FROM targets WHERE fresh AND place = 1),
stories AS (
    SELECT project, stage, when_end, count(DISTINCT story) AS sources FROM facts
    WHERE modality = 'target' AND fresh GROUP BY ALL
), pairs AS (
    SELECT f.*, n.sources, coalesce(d.when_start, f.previous_start) AS old_start,
           coalesce(d.when_end, f.previous_end) AS old_end, d.id AS old_id,
           coalesce(d.earlier, 0) AS earlier, d.history, d.said AS old_said, b.id AS before_id, b.force AS old_force,
           b.strength AS old_strength
    FROM found f LEFT JOIN before b USING (project, stage) LEFT JOIN dated d USING (project, stage)
    LEFT JOIN stories n ON n.project = f.project AND n.stage = f.stage AND n.when_end IS NOT DISTINCT FROM f.when_end
    -- what an edit of the same page changed is told as the edit
    WHERE NOT EXISTS (FROM targets e WHERE NOT e.fresh AND e.project = f.project AND e.stage = f.stage AND e.page = f.page)
      AND NOT EXISTS (FROM facts m WHERE m.project = f.project AND m.modality = 'actual' AND m.rank >= f.rank)
      AND NOT EXISTS (FROM settled s WHERE s.news AND s.project = f.project AND s.stage = f.stage AND s.about = 'date')
      -- a dispute is told as one, unless the source moves its own date
      AND NOT EXISTS (FROM disputed x WHERE x.project = f.project AND x.stage = f.stage
                      AND NOT EXISTS (FROM targets o WHERE NOT o.fresh AND o.project = f.project AND o.stage = f.stage
                                      AND o.source_id = f.source_id AND o.when_end IS NOT NULL))
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
SELECT j.kind, j.project AS subject, j.known_at, j.sources,
       CASE WHEN old_id IS NOT NULL AND kind <> 'promise_made' THEN [j.id, old_id] ELSE [j.id] END AS updates,
       CASE kind WHEN 'promise_made' THEN json_object() ELSE
       json_object('stage', j.stage, 'when_start', old_start, 'when_end', old_end, 'when_text', o.when_text,
                   'strength', coalesce(old_strength, j.strength)) END AS old,
       json_object('stage', j.stage, 'when_start', j.when_start, 'when_end', j.when_end, 'when_text', n.when_text,
                   'strength', j.strength, 'milestone', j.milestone, 'days', date_diff('day', old_end, j.when_end),
                   'earlier', earlier, 'history', history) AS new
FROM judged j LEFT JOIN updates n ON n.id = j.id AND n.region = $region
LEFT JOIN updates o ON o.id = j.old_id AND o.region = $region
WHERE kind IS NOT NULL
  -- a first promise whose day has passed by the end of the window is history, not a promise
  AND NOT (kind = 'promise_made' AND j.when_end < ($until AT TIME ZONE $zone)::DATE)
