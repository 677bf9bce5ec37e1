-- What stands behind update and candidate ids.
WITH wanted AS (SELECT unnest($ids) AS id)
SELECT u.id, u.evidence, u.url, a.title, u.source_id, s.name, a.published, u.known_at, u.sha256,
       [x FOR x IN [u.milestone, u.when_text] IF x <> ''], coalesce(u.mention, '')
FROM (FROM updates SEMI JOIN wanted USING (id)) u JOIN articles a ON a.region = u.region AND a.id = u.article_id
LEFT JOIN sources_then s ON s.id = u.source_id
WHERE u.region = $region
UNION ALL
SELECT c.id, c.evidence, a.url, a.title, a.source_id, s.name, a.published, c.known_at, a.sha256, [c.name], ''
FROM (FROM candidates SEMI JOIN wanted USING (id)) c JOIN articles a ON a.region = c.region AND a.id = c.article_id
LEFT JOIN sources_then s ON s.id = a.source_id
WHERE c.region = $region
