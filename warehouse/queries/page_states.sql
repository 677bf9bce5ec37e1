-- Every page of a source: its latest bytes, when it was first seen and last asked for, whether those bytes were read, and
-- what the listing last called it.
WITH latest AS (
    SELECT url, arg_max(sha256, fetched_at) AS sha256, arg_max(etag, fetched_at) AS etag,
           arg_max(last_modified, fetched_at) AS last_modified, min(fetched_at) AS first_seen
    FROM snapshots WHERE region = $region AND source_id = $source GROUP BY url
), asked AS (
    SELECT url, max(asked_at) AS asked_at FROM fetches WHERE region = $region AND source_id = $source GROUP BY url
), read AS (
    SELECT DISTINCT url, sha256 FROM readings WHERE region = $region AND source_id = $source
), listings AS (
    SELECT DISTINCT url FROM readings
    WHERE region = $region AND source_id = $source AND article_id IS NULL AND failure IS NULL
), named AS (
    SELECT url, arg_max({'title': link_title, 'day': link_day}, read_at) AS link FROM readings
    WHERE region = $region AND source_id = $source AND link_title IS NOT NULL GROUP BY url
), telling AS (
    SELECT DISTINCT url FROM updates WHERE region = $region AND source_id = $source
)
SELECT l.url, l.sha256, l.etag, l.last_modified, l.first_seen, coalesce(a.asked_at, l.first_seen),
       r.url IS NOT NULL, t.url IS NOT NULL, i.url IS NOT NULL, n.link
FROM latest l LEFT JOIN asked a USING (url) LEFT JOIN read r USING (url, sha256) LEFT JOIN telling t USING (url)
LEFT JOIN listings i USING (url) LEFT JOIN named n USING (url)
