-- Every page of some sources: its latest bytes, when it was first seen and last asked for, whether those bytes were read, and
-- what the listing last called it. Joined by key instead of filtered, for the reason that again.sql names.
WITH these AS (
    SELECT $region AS region, unnest($sources) AS source_id
), latest AS MATERIALIZED (
    SELECT source_id, url, arg_max(sha256, fetched_at) AS sha256, arg_max(etag, fetched_at) AS etag,
           arg_max(last_modified, fetched_at) AS last_modified, min(fetched_at) AS first_seen
    FROM snapshots SEMI JOIN these USING (region, source_id) GROUP BY source_id, url
), asked AS MATERIALIZED (
    SELECT source_id, url, max(asked_at) AS asked_at
    FROM fetches SEMI JOIN these USING (region, source_id) GROUP BY source_id, url
), mine AS MATERIALIZED (
    SELECT source_id, url, sha256, article_id, failure, link_title, link_day, read_at
    FROM readings SEMI JOIN these USING (region, source_id)
), read AS (
    SELECT DISTINCT source_id, url, sha256 FROM mine
), named AS (
    SELECT source_id, url, bool_or(article_id IS NULL AND failure IS NULL) AS listing,
           arg_max({'title': link_title, 'day': link_day}, read_at) FILTER (link_title IS NOT NULL) AS link
    FROM mine GROUP BY source_id, url
), telling AS MATERIALIZED (
    SELECT DISTINCT source_id, url FROM updates SEMI JOIN these USING (region, source_id)
)
SELECT source_id, url, l.sha256, l.etag, l.last_modified, l.first_seen, coalesce(a.asked_at, l.first_seen),
       r.url IS NOT NULL, t.url IS NOT NULL, coalesce(n.listing, false), n.link
FROM latest l LEFT JOIN asked a USING (source_id, url) LEFT JOIN read r USING (source_id, url, sha256)
LEFT JOIN telling t USING (source_id, url) LEFT JOIN named n USING (source_id, url)
