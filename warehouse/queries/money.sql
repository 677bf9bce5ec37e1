-- Total investment differs by more than 1% from what was last said.
WITH said AS (
    SELECT *, row_number() OVER (PARTITION BY project, fresh ORDER BY said DESC, trust DESC, stage IS NULL DESC, id) AS place
    FROM (SELECT *, false AS fresh FROM facts_before UNION ALL SELECT *, true FROM facts WHERE known_at > $since)
    WHERE project IS NOT NULL AND investment_yuan IS NOT NULL
)
SELECT 'money_changed' AS kind, n.project AS subject, n.known_at, 1 AS sources, [n.id, o.id] AS updates,
       json_object('yuan', o.investment_yuan) AS old, json_object('yuan', n.investment_yuan) AS new
FROM said n JOIN said o ON o.project = n.project AND NOT o.fresh AND o.place = 1
WHERE n.fresh AND n.place = 1 AND n.said >= o.said
  AND abs(n.investment_yuan - o.investment_yuan) > 0.01 * o.investment_yuan
  -- what an edit of the same page changed is told as the edit
  AND NOT EXISTS (FROM said e WHERE NOT e.fresh AND e.url = n.url AND e.project = n.project)
