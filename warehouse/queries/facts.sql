-- What was known at $at of the listed projects and indicators, by the articles as their pages then stood.
-- A fact's `said` is the day of its story (the day we learned it, when no page of it has one).
CREATE OR REPLACE TEMP TABLE facts_then AS
WITH latest AS (  -- each page's bytes as of $at
    SELECT source_id, url, arg_max(sha256, fetched_at) AS sha256 FROM snapshots
    WHERE region = $region AND fetched_at <= $at GROUP BY source_id, url
), current AS (  -- and the article that the newest reader made of them; an unread page keeps its last good article
    SELECT r.source_id, r.url, arg_max(r.article_id, (l.sha256 IS NOT NULL, r.read_at)) AS article_id
    FROM readings r LEFT JOIN latest l ON l.source_id = r.source_id AND l.url = r.url AND l.sha256 = r.sha256
    WHERE r.region = $region AND r.read_at <= $at AND r.article_id IS NOT NULL GROUP BY r.source_id, r.url
), origin AS (  -- a story's day is that of its most trusted page: a copy's republish date is no news
    SELECT a.story_id, arg_max(a.published, (coalesce(s.trust, 3), -epoch(a.published::TIMESTAMP))) AS published
    FROM articles a LEFT JOIN sources s ON s.region = a.region AND s.id = a.source_id
    WHERE a.region = $region AND a.known_at <= $at AND a.published IS NOT NULL GROUP BY a.story_id
)
SELECT u.id, u.project, u.indicator, u.stage, u.modality, u.strength, u.when_start, u.when_end, u.when_text,
       u.previous_start, u.previous_end, u.milestone, u.investment_yuan, u.progress_percent, u.value, u.unit,
       u.evidence, u.url, u.source_id, u.known_at, a.story_id, coalesce(s.trust, 3) AS trust, u.confidence,
       coalesce(o.published, a.published, (u.known_at AT TIME ZONE $zone)::DATE) AS said,
       CASE u.stage WHEN 'proposed' THEN 0 WHEN 'preparation' THEN 1 WHEN 'tender' THEN 2 WHEN 'started' THEN 3
            WHEN 'construction' THEN 4 WHEN 'partial' THEN 5 WHEN 'in_service' THEN 6 ELSE -1 END AS rank,
       CASE u.strength WHEN 'done' THEN 3 WHEN 'firm' THEN 2 WHEN 'expected' THEN 1 ELSE 0 END AS force,
       CASE WHEN u.modality = 'actual' THEN coalesce(u.when_end, said) END AS happened
FROM updates u
JOIN current c ON c.source_id = u.source_id AND c.url = u.url AND c.article_id = u.article_id
JOIN articles a ON a.region = u.region AND a.id = u.article_id
LEFT JOIN origin o ON o.story_id = a.story_id
LEFT JOIN sources s ON s.region = u.region AND s.id = u.source_id
LEFT JOIN projects p ON p.region = u.region AND p.id = u.project AND p.listed
LEFT JOIN indicators i ON i.region = u.region AND i.id = u.indicator AND i.listed
WHERE u.region = $region AND u.known_at <= $at AND u.confidence >= $reportable
  AND (p.id IS NOT NULL OR i.id IS NOT NULL);
