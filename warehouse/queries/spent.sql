-- Bytes that a rule of retention may let go: of versions that are old, that are not the last of their page, and that no
-- update and no name was read from. What was read from them stays; what a report can cite always has its bytes.
WITH last AS (
    SELECT region, source_id, url, arg_max(sha256, fetched_at) AS sha256 FROM snapshots GROUP BY region, source_id, url
)
SELECT sha256, max(size) AS size FROM bodies
WHERE sha256 NOT IN (SELECT sha256 FROM last) AND sha256 NOT IN (SELECT sha256 FROM updates)
  AND sha256 NOT IN (SELECT a.sha256 FROM candidates c JOIN articles a ON a.region = c.region AND a.id = c.article_id)
  AND sha256 NOT IN (SELECT sha256 FROM snapshots WHERE fetched_at >= $before)
GROUP BY sha256
