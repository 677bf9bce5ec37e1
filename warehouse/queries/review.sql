-- What was understood but is not sure enough to be reported: of the listed projects and indicators, on pages that still say
-- it, and where nothing surer says the same. The newest first.
SELECT u.id AS update, coalesce(u.project, u.indicator) AS subject, coalesce(p.name, i.name) AS name, u.stage, u.modality,
       u.strength, u.when_start, u.when_end, u.when_text, u.value, u.unit, u.rule, u.confidence, u.mention,
       u.evidence AS quotation, a.title, a.published, s.name AS source, u.url, u.known_at
FROM updates u JOIN articles a ON a.region = u.region AND a.id = u.article_id
LEFT JOIN sources s ON s.region = u.region AND s.id = u.source_id
LEFT JOIN projects p ON p.region = u.region AND p.id = u.project AND p.listed
LEFT JOIN indicators i ON i.region = u.region AND i.id = u.indicator AND i.listed
WHERE u.region = $region AND u.confidence < $reportable AND u.known_at > $since AND coalesce(p.id, i.id) IS NOT NULL
  AND NOT EXISTS (FROM articles n WHERE n.region = u.region AND n.source_id = u.source_id AND n.url = u.url
                  AND n.known_at > a.known_at)
  AND NOT EXISTS (FROM updates m WHERE m.region = u.region AND m.confidence >= $reportable
                  AND m.project IS NOT DISTINCT FROM u.project AND m.indicator IS NOT DISTINCT FROM u.indicator
                  AND m.stage IS NOT DISTINCT FROM u.stage AND m.modality = u.modality AND m.value IS NOT DISTINCT FROM u.value)
ORDER BY u.known_at DESC, u.confidence DESC, u.id LIMIT $limit
