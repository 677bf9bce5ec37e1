-- Kept pages that an earlier version of the reader has read and this one has not, oldest first: bytes, headers, and the link
-- that led to them. An article whose link was not kept is given the day that it had from its listing.
WITH waiting AS (
    SELECT source_id, url, sha256, min(read_at) AS first_read, arg_max(link_title, read_at) AS link_title,
           arg_max(link_day, read_at) AS link_day, arg_max(article_id, read_at) AS article_id
    FROM readings SEMI JOIN bodies USING (sha256)  -- whose bytes are still kept
    WHERE region = $region AND (article_id IS NOT NULL OR failure IS NOT NULL)
    GROUP BY source_id, url, sha256 HAVING NOT bool_or(reader = $reader)
    ORDER BY first_read, source_id, url, sha256 LIMIT $most OFFSET $skip
)
SELECT w.source_id, w.url, w.sha256, arg_min(s.final_url, s.fetched_at), min(s.fetched_at), arg_min(s.status, s.fetched_at),
       arg_min(s.content_type, s.fetched_at), any_value(b.size), any_value(b.body), any_value(coalesce(w.link_title, a.title)),
       any_value(CASE WHEN w.link_title IS NOT NULL THEN w.link_day WHEN a.date_from = 'listing' THEN a.published END)
FROM waiting w JOIN bodies b ON b.sha256 = w.sha256
JOIN snapshots s ON s.region = $region AND s.source_id = w.source_id AND s.url = w.url AND s.sha256 = w.sha256
LEFT JOIN articles a ON a.region = $region AND a.id = w.article_id AND a.date_from = 'listing'
GROUP BY w.source_id, w.url, w.sha256 ORDER BY any_value(w.first_read), w.source_id, w.url, w.sha256
