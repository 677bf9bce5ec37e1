-- A page that told us something is gone: 404 or 410 on two different days at least, with nothing else between, while its
-- listing worked. One capture that failed is never a deletion.
WITH answers AS (
    SELECT url, source_id, asked_at, outcome = 'failed' AND status IN (404, 410) AS gone, outcome <> 'failed' AS there
    FROM fetches WHERE region = $region AND asked_at <= $until
), there AS (SELECT url, max(asked_at) AS asked_at FROM answers WHERE there GROUP BY url),
gone AS (
    SELECT a.url, a.source_id, max(a.asked_at) AS last, count(DISTINCT a.asked_at::DATE) AS days,
           count(DISTINCT a.asked_at::DATE) FILTER (a.asked_at <= $since) AS days_before
    FROM answers a JOIN there t ON t.url = a.url AND a.asked_at > t.asked_at WHERE a.gone GROUP BY a.url, a.source_id
)
SELECT 'withdrawn' AS kind, f.project AS subject, g.last AS known_at, 1 AS sources,
       [arg_max(f.id, (f.rank, f.id))] AS updates, json_object() AS old, json_object('url', g.url) AS new
FROM gone g JOIN facts f ON f.url = g.url AND f.project IS NOT NULL
JOIN source_runs r ON r.region = $region AND r.source_id = g.source_id AND r.started_at = g.last AND r.failure IS NULL
WHERE g.days >= 2 AND g.days_before < 2 GROUP BY f.project, g.url, g.last
