-- Articles that do not count at the beginning or at the end of the window, since their page then had another version.
-- Only pages of which several versions are known are looked at; an unread page keeps its last good article.
CREATE OR REPLACE TEMP TABLE replaced AS
WITH pages AS (
    SELECT hash(source_id, url) AS page FROM articles WHERE region = $region AND known_at <= $until
    GROUP BY page HAVING count(*) > 1
), several AS (
    SELECT DISTINCT source_id, url FROM articles WHERE region = $region AND hash(source_id, url) IN (FROM pages)
), times AS (SELECT unnest([$since, $until]::TIMESTAMPTZ[]) AS moment),
latest AS (  -- each such page's bytes at both times
    SELECT t.moment, s.source_id, s.url, arg_max(s.sha256, s.fetched_at) AS sha256
    FROM snapshots s SEMI JOIN several USING (source_id, url) JOIN times t ON s.fetched_at <= t.moment
    WHERE s.region = $region GROUP BY ALL
), standing AS (  -- and the article that the newest reader made of them
    SELECT t.moment, r.source_id, r.url, arg_max(r.article_id, (l.sha256 IS NOT NULL, r.read_at)) AS article_id
    FROM readings r SEMI JOIN several USING (source_id, url) JOIN times t ON r.read_at <= t.moment
    LEFT JOIN latest l ON l.moment = t.moment AND l.source_id = r.source_id AND l.url = r.url AND l.sha256 = r.sha256
    WHERE r.region = $region AND r.article_id IS NOT NULL GROUP BY ALL
)
SELECT a.id, bool_or(s.moment = $since) IS NOT TRUE AS before, bool_or(s.moment = $until) IS NOT TRUE AS now
FROM articles a SEMI JOIN several USING (source_id, url) LEFT JOIN standing s ON s.article_id = a.id
WHERE a.region = $region GROUP BY a.id;
