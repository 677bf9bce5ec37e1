-- Physical progress moved on; a first figure is told when the stage itself is no news.
WITH said AS (
    SELECT *, row_number() OVER (PARTITION BY project, fresh ORDER BY said DESC, trust DESC, stage IS NULL DESC, id) AS place
    FROM (SELECT *, false AS fresh FROM facts_before UNION ALL SELECT *, true FROM facts WHERE known_at > $since)
    WHERE project IS NOT NULL AND progress_percent IS NOT NULL AND modality = 'actual'
)
SELECT 'progress_moved' AS kind, n.project AS subject, n.known_at,
       (SELECT count(DISTINCT story_id) FROM said x WHERE x.project = n.project
         AND x.progress_percent = n.progress_percent AND x.fresh) AS sources,
       CASE WHEN o.id IS NULL THEN [n.id] ELSE [n.id, o.id] END AS updates,
       CASE WHEN o.id IS NULL THEN json_object() ELSE json_object('percent', o.progress_percent) END AS old,
       json_object('percent', n.progress_percent) AS new
FROM said n LEFT JOIN said o ON o.project = n.project AND NOT o.fresh AND o.place = 1
WHERE n.fresh AND n.place = 1
  AND (o.id IS NULL OR (n.said >= o.said AND n.progress_percent <> o.progress_percent))
  -- what an edit of the same page changed is told as the edit
  AND NOT EXISTS (FROM said e WHERE NOT e.fresh AND e.url = n.url AND e.project = n.project)
