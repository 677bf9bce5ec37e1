-- What is watched, as it was known at each time; what a better reader found otherwise; what a report needs to be told again.

CREATE TABLE watchlists (
    region VARCHAR NOT NULL, name VARCHAR NOT NULL, timezone VARCHAR NOT NULL, language VARCHAR NOT NULL,
    known_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE watchlists IS 'Each region under the names of each time; the latest row up to a time counts.';

CREATE TABLE watched (
    region VARCHAR NOT NULL, kind VARCHAR NOT NULL, id VARCHAR NOT NULL, name VARCHAR NOT NULL, listed BOOLEAN NOT NULL,
    place VARCHAR, sector VARCHAR, programme VARCHAR, trust INTEGER, unit VARCHAR, targets JSON, known_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE watched IS 'Every source, project and indicator as registered at each time: a row a change of its entry.';
COMMENT ON COLUMN watched.kind IS 'source, project or indicator';

INSERT INTO watched BY NAME SELECT region, 'source' AS kind, id, name, listed, place, trust, first_seen AS known_at FROM sources;
INSERT INTO watched BY NAME
    SELECT region, 'project' AS kind, id, name, listed, place, sector, programme, first_seen AS known_at FROM projects;
INSERT INTO watched BY NAME
    SELECT region, 'indicator' AS kind, id, name, listed, place, programme, unit, targets, first_seen AS known_at FROM indicators;

CREATE TABLE corrections (
    region VARCHAR NOT NULL, id VARCHAR NOT NULL, reader VARCHAR NOT NULL, found BOOLEAN NOT NULL, known_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE corrections IS 'What a later version of the reader saw otherwise in bytes that were read before.';
COMMENT ON COLUMN corrections.id IS 'of an update or of a candidate; its latest row counts';
COMMENT ON COLUMN corrections.found IS 'true: seen now and not before; false: not seen any more';

ALTER TABLE readings ADD COLUMN link_title VARCHAR;
ALTER TABLE readings ADD COLUMN link_day DATE;
COMMENT ON COLUMN readings.link_title IS 'what the listing called the page; the reader was told, so a later one must be';
ALTER TABLE reports ADD COLUMN language VARCHAR;
