#!/usr/bin/env bash
# The databases and roles, each with no more than it needs; run once by a superuser. PGHOST, PGUSER … as psql takes them.
set -euo pipefail
: "${SERVER_PASSWORD:?}" "${WORKER_PASSWORD:?}"
psql -v ON_ERROR_STOP=1 --dbname postgres -v server="$SERVER_PASSWORD" -v worker="$WORKER_PASSWORD" -v analyst="${ANALYST_PASSWORD:-}" <<'SQL'
CREATE ROLE regionwatch_server LOGIN PASSWORD :'server' CONNECTION LIMIT 100;
CREATE ROLE regionwatch_worker LOGIN PASSWORD :'worker' CONNECTION LIMIT 350;
CREATE ROLE regionwatch_analyst LOGIN PASSWORD :'analyst' CONNECTION LIMIT 20;
-- The server knows nothing of the lake, and workers nothing of the server's tables.
CREATE DATABASE prefect OWNER regionwatch_server;
CREATE DATABASE lake OWNER regionwatch_worker;
REVOKE CONNECT, TEMPORARY ON DATABASE prefect, lake FROM PUBLIC;
GRANT CONNECT ON DATABASE lake TO regionwatch_analyst;
\connect lake
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO regionwatch_worker;
-- An analyst reads the catalog, and the Parquet files by rights on the folder or bucket; neither can be written.
GRANT USAGE ON SCHEMA public TO regionwatch_analyst;
ALTER DEFAULT PRIVILEGES FOR ROLE regionwatch_worker IN SCHEMA public GRANT SELECT ON TABLES TO regionwatch_analyst;
ALTER ROLE regionwatch_analyst SET default_transaction_read_only = on;
\connect prefect
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO regionwatch_server;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
SQL
