-- Every fact of the listed projects and indicators that is known at a time, with where it stands; oldest story first.
-- `revised`, `replaced` and `told` are built before, with the same moment as both ends of the window.
SELECT u.*, a.title, a.published, t.story_id, NOT t.gone_now AS stands, s.name AS source_name, coalesce(s.trust, 3) AS trust,
       least(coalesce(t.published, (u.known_at AT TIME ZONE $zone)::DATE), (u.known_at AT TIME ZONE $zone)::DATE) AS said
FROM updates u JOIN told t ON t.id = u.article_id JOIN articles a ON a.region = u.region AND a.id = u.article_id
LEFT JOIN sources_then s ON s.id = u.source_id
WHERE u.region = $region AND u.known_at <= $until AND u.confidence >= $reportable
  AND u.id NOT IN (SELECT id FROM revised WHERE NOT found)
  AND (u.project IN (SELECT id FROM projects_then WHERE listed) OR u.indicator IN (SELECT id FROM indicators_then WHERE listed))
ORDER BY said, u.known_at, u.id;
