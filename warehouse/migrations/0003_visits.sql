-- What each visit to a source gave beside its counts, what operators were told of illnesses, and how far back walks came.

ALTER TABLE source_runs ADD COLUMN links_new INTEGER;
ALTER TABLE source_runs ADD COLUMN dated INTEGER;
ALTER TABLE source_runs ADD COLUMN named INTEGER;
ALTER TABLE source_runs ADD COLUMN newest DATE;
ALTER TABLE source_runs ADD COLUMN hold_until TIMESTAMPTZ;
COMMENT ON COLUMN source_runs.links_new IS 'links that no visit before had listed';
COMMENT ON COLUMN source_runs.dated IS 'articles read that have a date';
COMMENT ON COLUMN source_runs.named IS 'articles read that name their publisher';
COMMENT ON COLUMN source_runs.newest IS 'day of the newest article that the source had shown by then';
COMMENT ON COLUMN source_runs.hold_until IS 'the host asked to be left alone until then (Retry-After)';

CREATE TABLE notices (
    region VARCHAR NOT NULL, source_id VARCHAR NOT NULL, ill BOOLEAN NOT NULL, failure VARCHAR NOT NULL,
    since TIMESTAMPTZ NOT NULL, told_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE notices IS 'Illnesses and recoveries of sources that operators were told of; each once.';

CREATE TABLE backfills (
    region VARCHAR NOT NULL, source_id VARCHAR NOT NULL, since DATE NOT NULL, address VARCHAR, done BOOLEAN NOT NULL,
    marked_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE backfills IS 'How far the walk through a source''s further listing pages, back to a day, has come.';
