-- The last visits to each source, newest first.
SELECT source_id, started_at, coalesce(listed, 0), coalesce(links_new, 0), coalesce(fetched, 0), coalesce(read, 0),
       coalesce(dated, 0), coalesce(named, 0), newest, failure, coalesce(message, ''), hold_until
FROM source_runs WHERE region = $region AND started_at <= $now
QUALIFY row_number() OVER (PARTITION BY source_id ORDER BY started_at DESC, ended_at DESC) <= $at_most
ORDER BY source_id, started_at DESC, ended_at DESC
