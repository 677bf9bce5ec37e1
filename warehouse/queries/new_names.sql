-- Names that look like projects and stand in at least two stories; told when the second one came.
WITH seen AS (
    SELECT c.name, a.story_id, min(c.known_at) AS known_at, arg_min(c.id, c.known_at) AS id,
           bool_and(r.found IS NOT NULL) AS late  -- seen by a better reader only: counts, and is no news
    FROM candidates c JOIN articles a ON a.region = c.region AND a.id = c.article_id LEFT JOIN revised r ON r.id = c.id
    WHERE c.region = $region AND c.known_at <= $until AND r.found IS NOT FALSE GROUP BY c.name, a.story_id
), named AS (
    SELECT name, count(*) AS stories, count(*) FILTER (known_at <= $since AND NOT late) AS before, max(known_at) AS known_at,
           bool_or(known_at > $since AND NOT late) AS fresh,
           arg_max(id, (known_at, id)) AS id
    FROM seen GROUP BY name
)
SELECT 'new_name' AS kind, name AS subject, known_at, stories AS sources, [id] AS updates, json_object() AS old,
       json_object('name', name, 'place', (SELECT c.place FROM candidates c WHERE c.region = $region AND c.id = named.id)) AS new
FROM named WHERE stories >= 2 AND before < 2 AND fresh
  AND name NOT IN (SELECT p.name FROM projects_then p WHERE p.listed)
-- the rest stays in the table: a mail with hundreds of names is not read
ORDER BY stories DESC, name LIMIT 20
