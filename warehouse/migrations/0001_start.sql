-- No sequences, enums, generated columns, keys or ON CONFLICT here: DuckLake has none of them. Ids are deterministic and
-- one writer at a time adds only rows whose id is not there yet, so that loading the same pages twice adds nothing.

CREATE TABLE schema_version (version INTEGER NOT NULL, applied_at TIMESTAMPTZ NOT NULL);
COMMENT ON TABLE schema_version IS 'Which numbered migration this file has reached.';

CREATE TABLE sources (
    region VARCHAR NOT NULL, id VARCHAR NOT NULL, name VARCHAR NOT NULL, listing VARCHAR NOT NULL, kind VARCHAR,
    place VARCHAR, trust INTEGER, fresh_days INTEGER, listed BOOLEAN NOT NULL, first_seen TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE sources IS 'The sources of each watchlist as last registered; listed is false for one that was dropped.';

CREATE TABLE projects (
    region VARCHAR NOT NULL, id VARCHAR NOT NULL, name VARCHAR NOT NULL, place VARCHAR, sector VARCHAR,
    programme VARCHAR, listed BOOLEAN NOT NULL, first_seen TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE projects IS 'The tracked projects as last registered.';

CREATE TABLE indicators (
    region VARCHAR NOT NULL, id VARCHAR NOT NULL, name VARCHAR NOT NULL, unit VARCHAR, place VARCHAR,
    programme VARCHAR, targets JSON, listed BOOLEAN NOT NULL, first_seen TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE indicators IS 'The tracked indicators as last registered; targets is a list of {value, by}.';

CREATE TABLE runs (
    region VARCHAR NOT NULL, id VARCHAR NOT NULL, kind VARCHAR NOT NULL, started_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ, outcome VARCHAR, parameters JSON
);
COMMENT ON TABLE runs IS 'Each collect and report run; one without an end was killed.';

CREATE TABLE source_runs (
    region VARCHAR NOT NULL, run_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, started_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ NOT NULL, listed INTEGER, fetched INTEGER, unchanged INTEGER, read INTEGER, failed INTEGER,
    updates INTEGER, failure VARCHAR, message VARCHAR
);
COMMENT ON TABLE source_runs IS 'What one run did with one source; failure names the illness, NULL when it was well.';

CREATE TABLE fetches (
    region VARCHAR NOT NULL, run_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, url VARCHAR NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL, outcome VARCHAR NOT NULL, status INTEGER, failure VARCHAR, message VARCHAR,
    bytes BIGINT, sha256 VARCHAR
);
COMMENT ON TABLE fetches IS 'Every attempt to fetch a page.';

CREATE TABLE bodies (sha256 VARCHAR NOT NULL, size BIGINT NOT NULL, codec VARCHAR NOT NULL, body BLOB NOT NULL);
COMMENT ON TABLE bodies IS 'Raw bytes of pages, compressed, each once; sha256 is of the bytes before compression.';

CREATE TABLE snapshots (
    region VARCHAR NOT NULL, source_id VARCHAR NOT NULL, url VARCHAR NOT NULL, sha256 VARCHAR NOT NULL,
    final_url VARCHAR NOT NULL, fetched_at TIMESTAMPTZ NOT NULL, status INTEGER NOT NULL, content_type VARCHAR,
    etag VARCHAR, last_modified VARCHAR, run_id VARCHAR NOT NULL
);
COMMENT ON TABLE snapshots IS 'Which bytes a page had, and when we first held them.';

CREATE TABLE readings (
    region VARCHAR NOT NULL, source_id VARCHAR NOT NULL, url VARCHAR NOT NULL, sha256 VARCHAR NOT NULL,
    reader VARCHAR NOT NULL, article_id VARCHAR, failure VARCHAR, message VARCHAR, read_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE readings IS 'What each snapshot gave to each version of the reader: an article, or why there is none.';

CREATE TABLE articles (
    region VARCHAR NOT NULL, id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, url VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL, reader VARCHAR NOT NULL, title VARCHAR NOT NULL, published DATE, published_at VARCHAR,
    publisher VARCHAR, author VARCHAR, column_name VARCHAR, text VARCHAR NOT NULL, family VARCHAR, date_from VARCHAR,
    doubts VARCHAR[], attachments JSON, story_id VARCHAR NOT NULL, signature BLOB, known_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE articles IS 'What was read from a page; a new row when title, date or text changed, the latest counts.';

CREATE TABLE updates (
    region VARCHAR NOT NULL, id VARCHAR NOT NULL, article_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, reader VARCHAR NOT NULL, project VARCHAR, indicator VARCHAR,
    stage VARCHAR, modality VARCHAR NOT NULL, strength VARCHAR NOT NULL, when_start DATE, when_end DATE,
    when_text VARCHAR, previous_start DATE, previous_end DATE, milestone VARCHAR, investment_yuan DOUBLE,
    progress_percent DOUBLE, value DOUBLE, unit VARCHAR, figures JSON, mention VARCHAR, evidence VARCHAR NOT NULL,
    start_at INTEGER NOT NULL, end_at INTEGER NOT NULL, rule VARCHAR, confidence DOUBLE NOT NULL,
    known_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE updates IS 'One fact about one project or indicator; evidence is articles.text[start_at:end_at].';

CREATE TABLE candidates (
    region VARCHAR NOT NULL, id VARCHAR NOT NULL, name VARCHAR NOT NULL, article_id VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL, start_at INTEGER NOT NULL, end_at INTEGER NOT NULL, known_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE candidates IS 'Names that look like projects and are not tracked.';

CREATE TABLE reports (
    region VARCHAR NOT NULL, edition VARCHAR NOT NULL, reader VARCHAR NOT NULL, since TIMESTAMPTZ NOT NULL,
    until TIMESTAMPTZ NOT NULL, digest VARCHAR NOT NULL, made_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE reports IS 'Each report as it was written: its window and the hash of its text.';

CREATE TABLE changes (
    region VARCHAR NOT NULL, edition VARCHAR NOT NULL, reader VARCHAR NOT NULL, id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL, subject VARCHAR NOT NULL, old_value JSON NOT NULL, new_value JSON NOT NULL,
    updates VARCHAR[] NOT NULL, sources INTEGER NOT NULL, known_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE changes IS 'The lines of each report: what was told to whom, and the updates that each line quotes.';

CREATE TABLE deliveries (
    region VARCHAR NOT NULL, edition VARCHAR NOT NULL, reader VARCHAR NOT NULL, message_id VARCHAR NOT NULL,
    until TIMESTAMPTZ NOT NULL, state VARCHAR NOT NULL, message VARCHAR, changed_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE deliveries IS 'The ledger: claimed, then sending, then sent or failed; forgotten when the owner asked for another sending.';
