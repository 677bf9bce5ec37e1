-- What was known at $until of the listed projects and indicators, by the articles as their pages then stood.
-- A fact's `said` is the day of the page (the day we learned it, when the page has none).
CREATE OR REPLACE TEMP TABLE facts AS
WITH latest AS (  -- each page's bytes as of $until
    SELECT source_id, url, arg_max(sha256, fetched_at) AS sha256 FROM snapshots
    WHERE region = $region AND fetched_at <= $until GROUP BY source_id, url
), current AS (  -- and the article that the newest reader made of them; an unread page keeps its last good article
    SELECT r.source_id, r.url, arg_max(r.article_id, (l.sha256 IS NOT NULL, r.read_at)) AS article_id
    FROM readings r LEFT JOIN latest l ON l.source_id = r.source_id AND l.url = r.url AND l.sha256 = r.sha256
    WHERE r.region = $region AND r.read_at <= $until AND r.article_id IS NOT NULL GROUP BY r.source_id, r.url
)
SELECT u.id, u.project, u.indicator, u.stage, u.modality, u.strength, u.when_start, u.when_end, u.when_text,
       u.previous_start, u.previous_end, u.milestone, u.investment_yuan, u.progress_percent, u.value, u.unit,
       u.evidence, u.url, u.source_id, u.known_at, a.story_id, coalesce(s.trust, 3) AS trust, u.confidence,
       coalesce(a.published, (u.known_at AT TIME ZONE $zone)::DATE) AS said,
       CASE u.stage WHEN 'proposed' THEN 0 WHEN 'preparation' THEN 1 WHEN 'tender' THEN 2 WHEN 'started' THEN 3
            WHEN 'construction' THEN 4 WHEN 'partial' THEN 5 WHEN 'in_service' THEN 6 ELSE -1 END AS rank,
       CASE u.strength WHEN 'done' THEN 3 WHEN 'firm' THEN 2 WHEN 'expected' THEN 1 ELSE 0 END AS force,
       CASE WHEN u.modality = 'actual' THEN coalesce(u.when_end, said) END AS happened
FROM updates u
JOIN current c ON c.source_id = u.source_id AND c.url = u.url AND c.article_id = u.article_id
JOIN articles a ON a.region = u.region AND a.id = u.article_id
LEFT JOIN sources s ON s.region = u.region AND s.id = u.source_id
LEFT JOIN projects p ON p.region = u.region AND p.id = u.project AND p.listed
LEFT JOIN indicators i ON i.region = u.region AND i.id = u.indicator AND i.listed
WHERE u.region = $region AND u.known_at <= $until AND u.confidence >= $reportable
  AND (p.id IS NOT NULL OR i.id IS NOT NULL);
