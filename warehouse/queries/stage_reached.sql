-- A project is further than it was ever known to be. One line a project: the furthest stage that became known.
WITH before AS (
    SELECT project, max(rank) AS rank, arg_max(stage, rank) AS stage FROM facts_before
    WHERE project IS NOT NULL AND modality = 'actual' AND rank >= 0 GROUP BY project
), found AS (
    SELECT f.*, row_number() OVER (PARTITION BY f.project ORDER BY f.rank DESC, f.trust DESC, f.said, f.id) AS place,
           count(DISTINCT story_id) OVER (PARTITION BY f.project, f.stage) AS stories
    FROM facts f LEFT JOIN before b ON b.project = f.project
    WHERE f.modality = 'actual' AND f.rank > coalesce(b.rank, -1) AND f.known_at > $since
      -- a stage of which another page, no older, says the opposite is told as a conflict
      AND NOT EXISTS (FROM opposed o WHERE o.project = f.project AND f.stage IN (o.further, o.nearer))
)
SELECT 'stage_reached' AS kind, f.project AS subject, f.known_at, f.stories AS sources, [f.id] AS updates,
       json_object('stage', b.stage) AS old,
       json_object('stage', f.stage, 'milestone', f.milestone, 'when_text', f.when_text,
                   'when_start', f.when_start, 'when_end', f.when_end) AS new
FROM found f LEFT JOIN before b ON b.project = f.project WHERE f.place = 1
