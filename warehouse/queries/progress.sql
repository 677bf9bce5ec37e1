-- Physical progress moved on from the highest figure known; a first figure is told as well. A lower figure of another
-- source measures something else, or is late; one of the same source takes its own back.
WITH said AS (
    SELECT *, row_number() OVER (PARTITION BY project, fresh ORDER BY
               CASE WHEN fresh THEN epoch(said::TIMESTAMP) ELSE progress_percent END DESC, said DESC, trust DESC,
               stage IS NULL DESC, id) AS place
    FROM facts_compared WHERE project IS NOT NULL AND progress_percent IS NOT NULL AND modality = 'actual'
)
SELECT 'progress_moved' AS kind, n.project AS subject, n.known_at,
       (SELECT count(DISTINCT story) FROM said x WHERE x.project = n.project
         AND x.progress_percent = n.progress_percent AND x.fresh) AS sources,
       CASE WHEN o.id IS NULL THEN [n.id] ELSE [n.id, o.id] END AS updates,
       CASE WHEN o.id IS NULL THEN json_object() ELSE json_object('percent', o.progress_percent) END AS old,
       json_object('percent', n.progress_percent) AS new
FROM said n LEFT JOIN said o ON o.project = n.project AND NOT o.fresh AND o.place = 1
WHERE n.fresh AND n.place = 1
  AND (o.id IS NULL OR (n.said >= o.said AND (n.progress_percent > o.progress_percent
       OR (n.progress_percent < o.progress_percent AND n.source_id = o.source_id))))
  -- what an edit of the same page changed is told as the edit
  AND NOT EXISTS (FROM said e WHERE NOT e.fresh AND e.page = n.page AND e.project = n.project)
