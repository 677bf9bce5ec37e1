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
