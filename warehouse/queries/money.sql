-- Total investment differs by more than 1% from what was last said, and not only because another source speaks: one that
-- says again what it always said does not change the figure.
WITH said AS (
    SELECT *, row_number() OVER (PARTITION BY project, fresh ORDER BY said DESC, trust DESC, stage IS NULL DESC, id) AS place
    FROM facts_compared WHERE project IS NOT NULL AND investment_yuan IS NOT NULL
), own AS (
    SELECT project, source_id, max_by(investment_yuan, (said, id)) AS yuan FROM said WHERE NOT fresh GROUP BY ALL
)
SELECT 'money_changed' AS kind, n.project AS subject, n.known_at,
       (SELECT count(DISTINCT story) FROM said x WHERE x.project = n.project AND x.fresh
         AND x.investment_yuan = n.investment_yuan) AS sources,
       [n.id, o.id] AS updates,
       json_object('yuan', o.investment_yuan) AS old, json_object('yuan', n.investment_yuan) AS new
FROM said n JOIN said o ON o.project = n.project AND NOT o.fresh AND o.place = 1
LEFT JOIN own w ON w.project = n.project AND w.source_id = n.source_id
WHERE n.fresh AND n.place = 1 AND n.said >= o.said
  AND abs(n.investment_yuan - o.investment_yuan) > 0.01 * o.investment_yuan
  AND (w.yuan IS NULL OR abs(n.investment_yuan - w.yuan) > 0.01 * w.yuan)
  -- what an edit of the same page changed is told as the edit
  AND NOT EXISTS (FROM said e WHERE NOT e.fresh AND e.page = n.page AND e.project = n.project)
