-- What a mail has quoted and a better reader does not find any more, with what it finds on that page in its place.
WITH mailed AS (
    SELECT DISTINCT unnest(c.updates) AS id FROM changes c
    JOIN deliveries d ON d.region = c.region AND d.edition = c.edition AND d.reader = c.reader AND d.state = 'sent'
    WHERE c.region = $region AND d.until <= $since AND c.reader = coalesce($reader, c.reader)
), lost AS (
    SELECT u.*, r.known_at AS lost_at FROM updates u JOIN revised r ON r.id = u.id SEMI JOIN mailed ON mailed.id = u.id
    WHERE u.region = $region AND NOT r.found AND r.known_at > $since
), facts_of AS (
    SELECT id, json_object('stage', stage, 'modality', modality, 'when_start', when_start, 'when_end', when_end,
           'percent', progress_percent, 'yuan', investment_yuan, 'value', value, 'unit', unit) AS fact
    FROM updates WHERE region = $region AND (id IN (SELECT id FROM lost) OR id IN (SELECT id FROM revised WHERE found))
), pairs AS (
    SELECT l.id, l.lost_at, coalesce(l.project, l.indicator) AS subject,
           arg_max(n.id, (n.stage IS NOT DISTINCT FROM l.stage, n.modality = l.modality, n.id)) AS now
    FROM lost l LEFT JOIN (FROM updates SEMI JOIN (FROM revised WHERE found AND known_at > $since) USING (id)) n
         ON n.region = l.region AND n.url = l.url AND n.source_id = l.source_id
         AND coalesce(n.project, n.indicator) = coalesce(l.project, l.indicator) AND n.confidence >= $reportable
    GROUP BY ALL
)
SELECT 'corrected' AS kind, p.subject, p.lost_at AS known_at, 0 AS sources,
       CASE WHEN p.now IS NULL THEN [p.id] ELSE [p.now, p.id] END AS updates, o.fact AS old, coalesce(n.fact, json_object()) AS new
FROM pairs p JOIN facts_of o ON o.id = p.id LEFT JOIN facts_of n ON n.id = p.now
UNION ALL
SELECT 'corrected', c.name, r.known_at, 0, [c.id], json_object('name', c.name), json_object()
FROM candidates c JOIN revised r ON r.id = c.id SEMI JOIN mailed ON mailed.id = c.id
WHERE c.region = $region AND NOT r.found AND r.known_at > $since
