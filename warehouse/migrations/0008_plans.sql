-- What the programmes were called and had promised, as the watchlist said at each time: a past report names them as it did.

CREATE TABLE plans (region VARCHAR NOT NULL, plan JSON NOT NULL, known_at TIMESTAMPTZ NOT NULL);
COMMENT ON TABLE plans IS 'The programmes and their own promises as registered at each time: a row a change.';
COMMENT ON COLUMN plans.plan IS 'programmes with id, name and page; projects with id, name, place, sector, programme and what was promised of them';
