-- The last runs of each source, newest first.
SELECT source_id, started_at, ended_at, listed, fetched, unchanged, read, failed, updates, failure, message
FROM source_runs WHERE region = $region AND started_at <= $until
QUALIFY row_number() OVER (PARTITION BY source_id ORDER BY started_at DESC, run_id) <= $last
ORDER BY source_id, started_at DESC;
