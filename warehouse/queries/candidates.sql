-- Names that look like projects and are not tracked: in how many stories and pages, since when, and the newest sentence of
-- the most trusted source. Those in most stories first.
WITH seen AS (
    SELECT c.id, c.name, c.evidence, c.known_at, a.story_id, a.url, a.title, a.published, a.source_id, s.name AS source,
           s.place, coalesce(s.trust, 3) AS trust
    FROM candidates c JOIN articles a ON a.region = c.region AND a.id = c.article_id
    LEFT JOIN sources s ON s.region = a.region AND s.id = a.source_id
    WHERE c.region = $region AND c.name NOT IN (SELECT name FROM projects WHERE region = $region AND listed)
)
SELECT name, count(DISTINCT story_id) AS stories, count(DISTINCT hash(source_id, url)) AS pages,
       min(known_at) AS first_known, max(known_at) AS last_known,
       arg_max(evidence, (trust, known_at, id)) AS quotation, arg_max(title, (trust, known_at, id)) AS title,
       arg_max(url, (trust, known_at, id)) AS url, arg_max(source, (trust, known_at, id)) AS source,
       arg_max(place, (trust, known_at, id)) AS source_place
FROM seen GROUP BY name HAVING stories >= $least
ORDER BY stories DESC, pages DESC, last_known DESC, name
