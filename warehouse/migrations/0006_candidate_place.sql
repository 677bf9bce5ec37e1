-- Where a name that is not tracked yet is.

ALTER TABLE candidates ADD COLUMN place VARCHAR;
COMMENT ON COLUMN candidates.place IS 'county, city or zone, from the name or its sentence; NULL where neither says';
