-- Each article's story and the day of that story: the day of its most trusted page, for a copy's republish date is no news.
CREATE OR REPLACE TEMP TABLE told AS
WITH shared AS (
    SELECT story_id FROM articles WHERE region = $region AND known_at <= $until GROUP BY story_id HAVING count(*) > 1
), origin AS (
    SELECT a.story_id, arg_max(a.published, (coalesce(s.trust, 3), -epoch(a.published::TIMESTAMP))) AS published
    FROM articles a SEMI JOIN shared USING (story_id) LEFT JOIN sources_then s ON s.id = a.source_id
    WHERE a.region = $region AND a.known_at <= $until AND a.published IS NOT NULL
      AND a.id NOT IN (SELECT id FROM replaced WHERE now)
    GROUP BY a.story_id
)
SELECT a.id, a.story_id, coalesce(o.published, a.published) AS published,
       coalesce(r.before, false) AS gone_before, coalesce(r.now, false) AS gone_now
FROM articles a LEFT JOIN origin o USING (story_id) LEFT JOIN replaced r ON r.id = a.id
WHERE a.region = $region AND a.known_at <= $until;
