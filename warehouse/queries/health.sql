-- Each listed source: its last run's failure, since when it has failed in every run, its last success and last article.
WITH runs AS (
    SELECT source_id, started_at, failure, message FROM source_runs WHERE region = $region AND ended_at <= $now
), well AS (
    SELECT source_id, max(started_at) AS started FROM runs WHERE failure IS NULL GROUP BY source_id
), last AS (
    SELECT source_id, max(started_at) AS started, arg_max(coalesce(failure, ''), started_at) AS failure,
           arg_max(message, started_at) AS message
    FROM runs GROUP BY source_id
), ill AS (
    SELECT r.source_id, min(r.started_at) AS since FROM runs r LEFT JOIN well w USING (source_id)
    WHERE r.failure IS NOT NULL AND (w.started IS NULL OR r.started_at > w.started) GROUP BY r.source_id
), known AS (
    SELECT source_id, count(DISTINCT url) AS articles, max(known_at) AS last_new FROM articles
    WHERE region = $region AND known_at <= $now GROUP BY source_id
)
SELECT s.id, s.name, l.started, nullif(l.failure, ''), i.since, w.started, k.last_new, coalesce(k.articles, 0), l.message
FROM sources_then s LEFT JOIN last l ON l.source_id = s.id LEFT JOIN well w ON w.source_id = s.id
LEFT JOIN ill i ON i.source_id = s.id LEFT JOIN known k ON k.source_id = s.id
WHERE s.listed ORDER BY s.id
