-- A page was changed after publication, and with it what it says of a project: the figure or date that went, and the one
-- that came in its place. Like is held against like: a date of a stage, physical progress, total investment, a value.
WITH versions AS (
    SELECT s.url, s.fetched_at, r.read_at, r.article_id, r.reader
    FROM snapshots s SEMI JOIN (SELECT url, source_id FROM articles SEMI JOIN replaced USING (id)) USING (source_id, url)
    JOIN readings r ON r.region = s.region AND r.source_id = s.source_id AND r.url = s.url AND r.sha256 = s.sha256
    WHERE s.region = $region AND r.read_at <= $until AND r.article_id IS NOT NULL
), steps AS (  -- by one version of the reader: what a better one reads otherwise is no edit
    SELECT url, fetched_at, article_id, lag(article_id) OVER w AS earlier, greatest(fetched_at, read_at, lag(read_at) OVER w) AS known_at
    FROM versions WINDOW w AS (PARTITION BY url, reader ORDER BY fetched_at)
), firsts AS (  -- and by the first that read both
    SELECT *, row_number() OVER (PARTITION BY url, fetched_at ORDER BY known_at) AS place FROM steps
    WHERE earlier IS NOT NULL AND earlier <> article_id
), edits AS (
    FROM firsts WHERE place = 1 AND known_at > $since AND known_at <= $until
), said AS (
    SELECT *, coalesce(project, indicator) AS about FROM updates
    WHERE article_id IN (SELECT unnest([article_id, earlier]) FROM edits) AND region = $region AND confidence >= $reportable
), aspects AS (
    SELECT id, article_id, about, evidence, stage, modality, concat('date of ', stage, ' ', modality) AS aspect,
           when_end::VARCHAR AS held,
           json_object('stage', stage, 'modality', modality, 'when_text', when_text, 'when_start', when_start,
                       'when_end', when_end) AS fact
    FROM said WHERE project IS NOT NULL AND when_end IS NOT NULL
      AND (modality = 'target' OR when_text <> '')  -- not the page's own day, by which a state is dated
    UNION ALL
    SELECT id, article_id, about, evidence, stage, modality, 'percent', progress_percent::VARCHAR,
           json_object('stage', stage, 'modality', modality, 'percent', progress_percent)
    FROM said WHERE progress_percent IS NOT NULL
    UNION ALL
    SELECT id, article_id, about, evidence, stage, modality, 'yuan', investment_yuan::VARCHAR,
           json_object('stage', stage, 'modality', modality, 'yuan', investment_yuan)
    FROM said WHERE investment_yuan IS NOT NULL
    UNION ALL
    SELECT id, article_id, about, evidence, stage, modality, concat('value of ', when_end, ' ', modality), value::VARCHAR,
           json_object('modality', modality, 'value', value, 'unit', unit, 'when_start', when_start, 'when_end', when_end)
    FROM said WHERE indicator IS NOT NULL AND value IS NOT NULL
), pairs AS (
    SELECT e.url, e.known_at, o.about, o.aspect, o.id AS old_id, n.id AS new_id, o.fact AS old, n.fact AS new
    FROM edits e JOIN aspects o ON o.article_id = e.earlier
    JOIN aspects n ON n.article_id = e.article_id AND n.about = o.about AND n.aspect = o.aspect AND n.held <> o.held
    WHERE n.evidence <> o.evidence
      AND NOT EXISTS (FROM aspects x WHERE x.article_id = e.article_id AND x.about = o.about AND x.aspect = o.aspect
                      AND x.held = o.held)
      AND NOT EXISTS (FROM aspects x WHERE x.article_id = e.earlier AND x.about = n.about AND x.aspect = n.aspect
                      AND x.held = n.held)
)
SELECT 'edited' AS kind, about AS subject, max(known_at) AS known_at, 1 AS sources,
       [arg_max(new_id, (known_at, new_id, old_id)), arg_max(old_id, (known_at, new_id, old_id))] AS updates,
       arg_max(old, (known_at, new_id, old_id)) AS old, arg_max(new, (known_at, new_id, old_id)) AS new
FROM pairs GROUP BY url, about, aspect
