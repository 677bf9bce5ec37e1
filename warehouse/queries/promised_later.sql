-- Which stages a page has promised for later than these days: their programme's own date has been moved.
WITH asked AS (SELECT unnest($projects) AS project, unnest($stages) AS stage, unnest($days) AS day)
SELECT DISTINCT u.project, u.stage FROM updates u JOIN asked a ON a.project = u.project AND a.stage = u.stage
JOIN told t ON t.id = u.article_id AND NOT t.gone_now
WHERE u.region = $region AND u.known_at <= $until AND u.modality = 'target' AND u.confidence >= $reportable AND u.when_end > a.day
  AND u.id NOT IN (SELECT id FROM revised WHERE NOT found)
