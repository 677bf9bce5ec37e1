-- The warehouse as it is known at a later time: each fact from the day on which its page was published, what a better reader
-- finds from the beginning, and nothing that became known after. Temporary tables stand before those of the same name.
CREATE OR REPLACE TEMP TABLE shifted AS
SELECT source_id, url, arg_min(id, known_at) AS id, min(known_at) AS known_at,
       least(min(known_at), arg_min((published + 1)::TIMESTAMP AT TIME ZONE $zone, known_at) - INTERVAL 1 SECOND) AS learned
FROM main.articles WHERE region = $region AND known_at <= $known GROUP BY source_id, url;
CREATE OR REPLACE TEMP TABLE snapshots AS
SELECT s.* REPLACE (CASE WHEN s.fetched_at <= h.known_at THEN least(s.fetched_at, h.learned) ELSE s.fetched_at END AS fetched_at)
FROM main.snapshots s LEFT JOIN shifted h USING (source_id, url) WHERE s.region = $region AND s.fetched_at <= $known;
CREATE OR REPLACE TEMP TABLE readings AS
SELECT r.* REPLACE (coalesce((SELECT min(s.fetched_at) FROM snapshots s WHERE s.source_id = r.source_id AND s.url = r.url
                              AND s.sha256 = r.sha256), r.read_at) AS read_at)
FROM main.readings r WHERE r.region = $region AND r.read_at <= $known
QUALIFY row_number() OVER (PARTITION BY source_id, url, sha256 ORDER BY r.read_at DESC) = 1;
CREATE OR REPLACE TEMP TABLE articles AS
SELECT a.* REPLACE (coalesce((SELECT min(r.read_at) FROM readings r WHERE r.article_id = a.id), a.known_at) AS known_at)
FROM main.articles a WHERE a.region = $region AND a.known_at <= $known AND a.id IN (SELECT article_id FROM readings);
CREATE OR REPLACE TEMP TABLE updates AS
SELECT u.* REPLACE (least(u.known_at, a.known_at) AS known_at)
FROM main.updates u JOIN articles a ON a.id = u.article_id WHERE u.region = $region AND u.known_at <= $known;
CREATE OR REPLACE TEMP TABLE candidates AS
SELECT c.* REPLACE (least(c.known_at, a.known_at) AS known_at)
FROM main.candidates c JOIN articles a ON a.id = c.article_id WHERE c.region = $region AND c.known_at <= $known;
CREATE OR REPLACE TEMP TABLE corrections AS
SELECT * REPLACE ('1970-01-01 00:00:00+00'::TIMESTAMPTZ AS known_at) FROM main.corrections
WHERE region = $region AND known_at <= $known QUALIFY row_number() OVER (PARTITION BY id ORDER BY known_at DESC) = 1;
