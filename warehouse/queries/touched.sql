-- The projects and indicators of which this window can have anything to tell. All else is left out of the large table.
CREATE OR REPLACE TEMP TABLE touched AS
WITH moved AS (SELECT id AS article_id FROM replaced WHERE before <> now),
gone AS (
    SELECT DISTINCT source_id, url FROM fetches
    WHERE region = $region AND asked_at > $since - INTERVAL 2 DAY AND asked_at <= $until AND status IN (404, 410)
), late AS (  -- news of the last three months, and of the time before in which a silence that ends or is heard now began
    SELECT u.project, bool_or(coalesce(t.published, u.known_at::DATE) > ($until AT TIME ZONE $zone)::DATE - 90) AS lively
    FROM updates u JOIN told t ON t.id = u.article_id
    WHERE u.region = $region AND u.known_at <= $until AND u.known_at > $since - INTERVAL 250 DAY
      AND u.confidence >= $reportable AND u.project IS NOT NULL GROUP BY u.project
)
SELECT DISTINCT subject FROM (
    SELECT coalesce(project, indicator) AS subject FROM updates
    WHERE region = $region AND known_at > $since AND known_at <= $until
    UNION ALL SELECT coalesce(project, indicator) FROM updates SEMI JOIN moved USING (article_id) WHERE region = $region
    UNION ALL SELECT coalesce(project, indicator) FROM updates SEMI JOIN (FROM revised WHERE known_at > $since) USING (id)
    WHERE region = $region
    UNION ALL SELECT project FROM updates SEMI JOIN gone USING (source_id, url) WHERE region = $region
    UNION ALL SELECT project FROM updates
    WHERE region = $region AND modality = 'target' AND known_at <= $until
      AND when_end BETWEEN ($since AT TIME ZONE $zone)::DATE - 1 AND ($until AT TIME ZONE $zone)::DATE
    UNION ALL SELECT project FROM late WHERE NOT lively
) WHERE subject IS NOT NULL;
