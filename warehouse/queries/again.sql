-- Before new readings are added: what was read of the same bytes, and the pages that another version of the reader has read.
-- On a lake a scan costs what its filters cost to plan (a filtered one 12 ms, a subquery in NOT EXISTS 28, a join by key 9):
-- therefore the region is a key of the joins, and no filter.
CREATE OR REPLACE TEMP TABLE read_before AS
SELECT source_id, url, sha256, article_id, reader, read_at
FROM readings SEMI JOIN (SELECT *, $region AS region FROM new_readings) USING (region, source_id, url, sha256);

CREATE OR REPLACE TEMP TABLE again AS
WITH told AS (
    SELECT *, $region AS region FROM new_readings WHERE article_id IS NOT NULL
), before AS (  -- the last reading
    SELECT source_id, url, sha256, arg_max(article_id, read_at) AS earlier, arg_max(reader, read_at) AS reader
    FROM read_before WHERE article_id IS NOT NULL GROUP BY ALL
), same AS (  -- and of the same text in other bytes
    SELECT article_id, arg_max(reader, read_at) AS reader FROM readings SEMI JOIN told USING (region, article_id)
    GROUP BY article_id
)
SELECT n.article_id AS article, any_value(coalesce(b.earlier, s.article_id)) AS earlier
FROM told n LEFT JOIN before b USING (source_id, url, sha256) LEFT JOIN same s ON s.article_id = n.article_id
WHERE coalesce(b.reader, s.reader) <> $reader GROUP BY n.article_id;
