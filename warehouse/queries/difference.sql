-- What this version of the reader sees in those pages (again.sql), and what the other one saw.
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
