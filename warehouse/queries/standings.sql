-- Where each listed project stands: the furthest stage that a page says was reached, unless work has stopped since. An
-- opening that another source's page contradicts within two months (as in opposed.sql) is not counted as one.
WITH facts AS (
    SELECT u.project, u.stage, u.source_id, t.story_id, u.milestone, coalesce(t.published, u.known_at::DATE) AS said,
           CASE u.stage WHEN 'proposed' THEN 0 WHEN 'preparation' THEN 1 WHEN 'tender' THEN 2 WHEN 'started' THEN 3
                WHEN 'construction' THEN 4 WHEN 'partial' THEN 5 WHEN 'in_service' THEN 6 ELSE -1 END AS rank
    FROM updates u JOIN told t ON t.id = u.article_id AND NOT t.gone_now
    WHERE u.region = $region AND u.known_at <= $until AND u.confidence >= $reportable AND u.project IS NOT NULL
      AND u.modality = 'actual' AND u.stage IS NOT NULL AND u.id NOT IN (SELECT id FROM revised WHERE NOT found)
), standing AS (
    SELECT * FROM facts f
    WHERE NOT (f.stage = 'in_service' AND EXISTS (
        FROM facts b WHERE b.project = f.project AND b.stage = 'construction' AND b.source_id <> f.source_id
            AND b.story_id <> f.story_id AND b.said BETWEEN f.said AND f.said + 60 AND NOT contains(coalesce(b.milestone, ''), '验收')))
), reached AS (
    SELECT project, arg_max(stage, rank) FILTER (rank >= 0) AS stage, max(said) FILTER (rank >= 3) AS worked,
           max(said) FILTER (stage = 'stopped') AS stopped
    FROM standing GROUP BY project
)
SELECT p.id, CASE WHEN r.stopped > coalesce(r.worked, DATE '1970-01-01') THEN 'stopped' ELSE r.stage END,
       p.place, p.sector, p.programme
FROM projects_then p LEFT JOIN reached r ON r.project = p.id WHERE p.listed ORDER BY p.id
