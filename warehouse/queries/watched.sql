-- Sources, projects and indicators as they were known at the time; as first registered, for a time before that.
CREATE OR REPLACE TEMP TABLE watched_then AS
SELECT * FROM watched
WHERE region = $region AND known_at <= greatest($known::TIMESTAMPTZ, (SELECT min(known_at) FROM watched WHERE region = $region))
QUALIFY row_number() OVER (PARTITION BY kind, id ORDER BY known_at DESC) = 1;
