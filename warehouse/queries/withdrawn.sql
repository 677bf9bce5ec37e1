-- A page that told us something is gone: 404 or 410 twice, on two days, 20 hours apart at least, with no other answer between,
-- in runs in which its source was well. One capture that failed is never a deletion.
WITH answers AS (
    SELECT f.url, f.source_id, f.asked_at, r.ended_at AS known_at, f.outcome = 'failed' AND f.status IN (404, 410) AND r.failure IS NULL AS gone,
           f.outcome <> 'failed' AS there
    FROM fetches f JOIN source_runs r ON r.region = f.region AND r.run_id = f.run_id AND r.source_id = f.source_id
    WHERE f.region = $region AND r.ended_at <= $until
), there AS (SELECT url, max(asked_at) AS asked_at FROM answers WHERE there GROUP BY url),
gone AS (
    SELECT a.url, a.source_id, max(a.known_at) AS last, count(DISTINCT a.asked_at::DATE) AS days,
           max(a.asked_at) - min(a.asked_at) AS span,
           count(DISTINCT a.asked_at::DATE) FILTER (a.known_at <= $since) AS days_before
    FROM answers a JOIN there t ON t.url = a.url AND a.asked_at > t.asked_at WHERE a.gone GROUP BY a.url, a.source_id
)
SELECT 'withdrawn' AS kind, f.project AS subject, g.last AS known_at, 1 AS sources,
       [arg_max(f.id, (f.rank, f.id))] AS updates, json_object() AS old, json_object('url', g.url) AS new
FROM gone g JOIN facts f ON f.page = hash(g.source_id, g.url) AND f.project IS NOT NULL
WHERE g.days >= 2 AND g.days_before < 2 AND g.span >= INTERVAL 20 HOURS GROUP BY f.project, g.url, g.last
