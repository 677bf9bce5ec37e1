-- Before new readings are added: the pages among them that another version of the reader has read, and what it saw.
CREATE OR REPLACE TEMP TABLE again AS
WITH before AS (  -- the last reading of the same bytes
    SELECT source_id, url, sha256, arg_max(article_id, read_at) AS earlier, arg_max(reader, read_at) AS reader
    FROM readings SEMI JOIN new_readings USING (source_id, url, sha256)
    WHERE region = $region AND article_id IS NOT NULL GROUP BY ALL
), same AS (  -- and of the same text in other bytes
    SELECT article_id, arg_max(reader, read_at) AS reader FROM readings SEMI JOIN new_readings USING (article_id)
    WHERE region = $region GROUP BY article_id
)
SELECT n.article_id AS article, any_value(coalesce(b.earlier, s.article_id)) AS earlier
FROM new_readings n LEFT JOIN before b USING (source_id, url, sha256) LEFT JOIN same s ON s.article_id = n.article_id
WHERE n.article_id IS NOT NULL AND coalesce(b.reader, s.reader) <> $reader GROUP BY n.article_id;

CREATE OR REPLACE TEMP TABLE gone_ids AS
SELECT id FROM (SELECT id, arg_max(found, known_at) AS found FROM corrections WHERE region = $region GROUP BY id) WHERE NOT found;

CREATE OR REPLACE TEMP TABLE seen_before AS
SELECT u.id, g.article, u.known_at, hash(project, indicator, stage, modality, strength, when_start, when_end, previous_end,
       investment_yuan, progress_percent, value, unit) AS fact
FROM updates u JOIN again g ON g.earlier = u.article_id
WHERE u.region = $region AND u.confidence >= $reportable AND u.id NOT IN (FROM gone_ids)
UNION ALL
SELECT c.id, g.article, c.known_at, hash(c.name) FROM candidates c JOIN again g ON g.earlier = c.article_id
WHERE c.region = $region AND c.id NOT IN (FROM gone_ids);

CREATE OR REPLACE TEMP TABLE seen_now AS
SELECT u.id, u.article_id AS article, hash(project, indicator, stage, modality, strength, when_start, when_end, previous_end,
       investment_yuan, progress_percent, value, unit) AS fact
FROM new_updates u SEMI JOIN again g ON g.article = u.article_id WHERE u.confidence >= $reportable
UNION ALL
SELECT c.id, c.article_id, hash(c.name) FROM new_candidates c SEMI JOIN again g ON g.article = c.article_id;

CREATE OR REPLACE TEMP TABLE same_updates AS
SELECT n.id, min(o.known_at) AS known_at FROM seen_now n JOIN seen_before o USING (article, fact) GROUP BY n.id;

INSERT INTO corrections
SELECT $region, id, $reader, true, $now FROM (SELECT DISTINCT id FROM seen_now ANTI JOIN seen_before USING (article, fact))
UNION ALL
SELECT $region, id, $reader, false, $now FROM (SELECT DISTINCT id FROM seen_before ANTI JOIN seen_now USING (article, fact));
