-- Articles that do not count at the beginning or at the end of the window, since their page then had another version.
-- Only pages of which several versions are known are looked at; an unread page keeps its last good article.
CREATE OR REPLACE TEMP TABLE replaced AS
WITH several AS MATERIALIZED (
    SELECT DISTINCT source_id, url FROM articles WHERE region = $region AND known_at <= $until AND again
), times AS (SELECT unnest([$since, $until]::TIMESTAMPTZ[]) AS moment),
kept AS MATERIALIZED (
    SELECT source_id, url, sha256, fetched_at FROM snapshots SEMI JOIN several USING (source_id, url) WHERE region = $region
), told AS MATERIALIZED (
    SELECT source_id, url, sha256, article_id, read_at FROM readings SEMI JOIN several USING (source_id, url)
    WHERE region = $region AND article_id IS NOT NULL
), latest AS (  -- each such page's bytes at both times
    SELECT t.moment, s.source_id, s.url, arg_max(s.sha256, s.fetched_at) AS sha256
    FROM kept s JOIN times t ON s.fetched_at <= t.moment GROUP BY ALL
), standing AS (  -- and the article that the newest reader made of them
    SELECT t.moment, r.source_id, r.url, arg_max(r.article_id, (l.sha256 IS NOT NULL, r.read_at)) AS article_id
    FROM told r JOIN times t ON r.read_at <= t.moment
    LEFT JOIN latest l ON l.moment = t.moment AND l.source_id = r.source_id AND l.url = r.url AND l.sha256 = r.sha256
    GROUP BY ALL
)
SELECT a.id, bool_or(s.moment = $since) IS NOT TRUE AS before, bool_or(s.moment = $until) IS NOT TRUE AS now
FROM (FROM articles SEMI JOIN several USING (source_id, url) WHERE region = $region) a LEFT JOIN standing s ON s.article_id = a.id
GROUP BY a.id;
