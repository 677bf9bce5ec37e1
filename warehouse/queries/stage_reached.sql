-- A project is further than it was ever known to be. One line a project: the furthest stage that became known, and where
-- that stage had been promised, the promise that it keeps or missed.
-- A state without a date of its own is dated by its page: no lateness can be told from that.
WITH found AS (
    SELECT f.*, b.stage_before, count(DISTINCT story) OVER (PARTITION BY f.project, f.stage) AS stories,
           row_number() OVER (PARTITION BY f.project ORDER BY f.rank DESC, f.trust DESC, f.said, f.id) AS place
    FROM facts f JOIN furthest b USING (project)
    WHERE f.modality = 'actual' AND f.rank > b.rank_before AND f.fresh
      -- a stage of which another page says the opposite is told as a conflict
      AND NOT EXISTS (FROM opposed o WHERE o.project = f.project AND (f.stage = 'in_service' OR list_contains(o.nearer, f.stage)))
), promised AS (
    SELECT project, stage, max_by(when_end, (said, id)) AS day FROM every_fact
    WHERE stood AND modality = 'target' AND when_end >= said GROUP BY project, stage
)
SELECT 'stage_reached' AS kind, f.project AS subject, f.known_at, f.stories AS sources, [f.id] AS updates,
       json_object('stage', CASE WHEN EXISTS (FROM halts h WHERE h.project = f.project AND h.stood AND NOT h.resumed_before)
                            THEN 'stopped' ELSE f.stage_before END) AS old,
       json_object('stage', f.stage, 'milestone', f.milestone, 'when_start', f.when_start, 'when_end', f.when_end,
                   'promised', p.day, 'late', CASE WHEN u.when_text <> '' THEN date_diff('day', p.day, f.happened) END) AS new
FROM found f JOIN updates u ON u.id = f.id LEFT JOIN promised p ON p.project = f.project AND p.stage = f.stage WHERE f.place = 1
