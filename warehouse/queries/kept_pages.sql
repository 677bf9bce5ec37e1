-- The stored bytes of pages, with the first address and time under which each was held and the newest reading of it.
WITH wanted AS (SELECT unnest($hashes) AS sha256),
first AS (
    SELECT sha256, arg_min({url: url, source_id: source_id, content_type: content_type}, (fetched_at, source_id, url)) AS at,
           min(fetched_at) AS captured_at
    FROM snapshots SEMI JOIN wanted USING (sha256) WHERE region = $region GROUP BY sha256
), read AS (
    SELECT r.sha256, arg_max(a.id, (r.read_at, a.id)) AS id FROM readings r SEMI JOIN wanted USING (sha256)
    JOIN articles a ON a.region = r.region AND a.id = r.article_id WHERE r.region = $region GROUP BY r.sha256
)
SELECT b.sha256, b.size, b.body, f.at.url, f.at.source_id, coalesce(s.name, f.at.source_id), f.captured_at,
       coalesce(f.at.content_type, ''), coalesce(a.title, ''), coalesce(a.text, ''), a.published, a.publisher
FROM bodies b JOIN first f USING (sha256) LEFT JOIN read r USING (sha256)
LEFT JOIN articles a ON a.region = $region AND a.id = r.id
LEFT JOIN sources s ON s.region = $region AND s.id = f.at.source_id
ORDER BY b.sha256;
