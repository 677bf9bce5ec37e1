-- Sources that fell ill or recovered between the end of the last window and the end of this one.
WITH runs AS (
    SELECT r.*, lag(failure) OVER w AS earlier, lag(started_at) OVER w AS earlier_at FROM source_runs r
    WHERE region = $region AND ended_at <= $until WINDOW w AS (PARTITION BY source_id ORDER BY started_at)
), before AS (
    SELECT source_id, arg_max(coalesce(failure, ''), started_at) AS failure FROM runs WHERE ended_at <= $since GROUP BY 1
), last AS (
    SELECT source_id, max(ended_at) AS known_at, arg_max(coalesce(failure, ''), started_at) AS failure,
           max(started_at) FILTER (failure IS NOT NULL AND (earlier IS NULL OR earlier_at IS NULL)) AS since
    FROM runs WHERE ended_at > $since GROUP BY source_id
)
SELECT CASE WHEN l.failure <> '' THEN 'source_ill' ELSE 'source_well' END AS kind, l.source_id AS subject, l.known_at,
       0 AS sources, []::VARCHAR[] AS updates,
       CASE WHEN l.failure = '' THEN json_object('failure', b.failure) ELSE json_object() END AS old,
       CASE WHEN l.failure <> '' THEN json_object('failure', l.failure, 'since', l.since) ELSE json_object() END AS new
FROM last l LEFT JOIN before b USING (source_id)
JOIN sources_then s ON s.id = l.source_id AND s.listed
WHERE (l.failure <> '' AND coalesce(b.failure, '') = '') OR (l.failure = '' AND coalesce(b.failure, '') <> '')
