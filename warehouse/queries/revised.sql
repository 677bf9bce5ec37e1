-- What a better reader found, or did not find any more, in bytes that were read before: the last word on each id.
CREATE OR REPLACE TEMP TABLE revised AS
SELECT id, arg_max(found, known_at) AS found, max(known_at) AS known_at FROM corrections
WHERE region = $region AND known_at <= $until GROUP BY id;
