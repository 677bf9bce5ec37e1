-- Illnesses and recoveries that operators have not been told of: a source's state now against the last notice of it.
-- A source that is well and was never called ill needs no notice.
WITH told AS (
    SELECT source_id, arg_max(ill, told_at) AS ill, arg_max(failure, told_at) AS failure, arg_max(since, told_at) AS since
    FROM notices WHERE region = $region GROUP BY source_id
), runs AS (
    SELECT source_id, started_at, failure, message FROM source_runs WHERE region = $region AND started_at <= $now
), well AS (
    SELECT source_id, max(started_at) AS at FROM runs WHERE failure IS NULL GROUP BY source_id
), last AS (
    SELECT source_id, arg_max(coalesce(failure, ''), started_at) AS failure, arg_max(message, started_at) AS message
    FROM runs GROUP BY source_id
), ill AS (
    SELECT r.source_id, min(r.started_at) AS since FROM runs r LEFT JOIN well w USING (source_id)
    WHERE r.failure IS NOT NULL AND (w.at IS NULL OR r.started_at > w.at) GROUP BY r.source_id
)
SELECT s.id, s.name, l.failure <> '' AS ill, CASE WHEN l.failure <> '' THEN l.failure ELSE t.failure END,
       CASE WHEN l.failure <> '' THEN i.since ELSE t.since END, coalesce(l.message, ''), w.at
FROM sources s JOIN last l ON l.source_id = s.id
LEFT JOIN told t ON t.source_id = s.id LEFT JOIN well w ON w.source_id = s.id LEFT JOIN ill i ON i.source_id = s.id
WHERE s.region = $region AND s.listed AND CASE
    WHEN l.failure = '' THEN coalesce(t.ill, false)
    ELSE NOT coalesce(t.ill AND t.since >= i.since, false) END  -- once an illness, also when it changes its kind
ORDER BY s.id
