-- What is known at the end of the window of the listed projects and indicators.
-- `stood`: it was known at the window's beginning; `stands`: it is known at its end; `fresh`: it became known in between.
-- `said` is the day of its story (the day we learned it, when no page of it has one, or one that is yet to come);
-- `happened` is the day of the event, or that day. Only what is asked about all facts is here: the table is large.
CREATE OR REPLACE TEMP TABLE every_fact AS
SELECT u.id, u.project, u.indicator,
       u.stage::ENUM('proposed', 'preparation', 'tender', 'started', 'construction', 'partial', 'in_service', 'stopped') AS stage,
       u.modality::ENUM('actual', 'target') AS modality, u.strength::ENUM('done', 'firm', 'expected', 'hoped') AS strength, u.when_start, u.when_end, u.previous_start,
       u.previous_end, u.milestone, u.investment_yuan, u.progress_percent, u.value, u.unit, u.source_id, u.known_at,
       hash(u.source_id, u.url) AS page, hash(t.story_id) AS story, coalesce(s.trust, 3) AS trust,
       least(coalesce(t.published, learned), learned) AS said,
       CASE WHEN u.modality = 'actual' THEN least(coalesce(u.when_end, t.published, learned), coalesce(t.published, learned),
            learned) END AS happened,
       CASE u.stage WHEN 'proposed' THEN 0 WHEN 'preparation' THEN 1 WHEN 'tender' THEN 2 WHEN 'started' THEN 3
            WHEN 'construction' THEN 4 WHEN 'partial' THEN 5 WHEN 'in_service' THEN 6 ELSE -1 END AS rank,
       CASE u.strength WHEN 'done' THEN 3 WHEN 'firm' THEN 2 WHEN 'expected' THEN 1 ELSE 0 END AS force,
       u.known_at <= $since AND NOT t.gone_before AS stood, NOT t.gone_now AS stands, u.known_at > $since AS fresh
FROM (SELECT *, (known_at AT TIME ZONE $zone)::DATE AS learned FROM updates
      WHERE region = $region AND known_at <= $until AND confidence >= $reportable
        AND coalesce(project, indicator) IN (FROM touched)
        -- what a better reader does not find any more was never known
        AND id NOT IN (SELECT id FROM revised WHERE NOT found)) u
JOIN told t ON t.id = u.article_id
LEFT JOIN sources_then s ON s.id = u.source_id
LEFT JOIN (FROM projects_then WHERE listed) p ON p.id = u.project
LEFT JOIN (FROM indicators_then WHERE listed) i ON i.id = u.indicator
WHERE (p.id IS NOT NULL OR i.id IS NOT NULL) AND NOT (t.gone_now AND (t.gone_before OR u.known_at > $since));
