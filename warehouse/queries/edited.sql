-- A page was changed after publication, and with it what it says of a project: the fact that went and the one that came.
WITH versions AS (
    SELECT s.url, s.fetched_at, max(r.article_id) AS article_id FROM snapshots s
    JOIN readings r ON r.region = s.region AND r.source_id = s.source_id AND r.url = s.url AND r.sha256 = s.sha256
    WHERE s.region = $region AND s.fetched_at <= $until AND r.article_id IS NOT NULL GROUP BY s.url, s.fetched_at
), steps AS (
    SELECT *, lag(article_id) OVER (PARTITION BY url ORDER BY fetched_at) AS earlier FROM versions
), edits AS (
    SELECT * FROM steps WHERE earlier IS NOT NULL AND earlier <> article_id AND fetched_at > $since
), said AS (
    SELECT u.*, coalesce(u.project, u.indicator) AS about,
           coalesce(u.stage, '') || '|' || u.modality AS fact,
           hash(u.when_end, u.investment_yuan, u.progress_percent, u.value) AS body
    FROM updates u WHERE u.region = $region AND u.confidence >= $reportable
), pairs AS (
    SELECT e.url, e.fetched_at, o.id AS old_id, n.id AS new_id, n.about, o.stage, o.modality,
           {'stage': o.stage, 'modality': o.modality, 'when_text': o.when_text, 'when_start': o.when_start,
            'when_end': o.when_end, 'yuan': o.investment_yuan, 'percent': o.progress_percent, 'value': o.value} AS old,
           {'stage': n.stage, 'modality': n.modality, 'when_text': n.when_text, 'when_start': n.when_start,
            'when_end': n.when_end, 'yuan': n.investment_yuan, 'percent': n.progress_percent, 'value': n.value} AS new
    FROM edits e JOIN said o ON o.article_id = e.earlier
    JOIN said n ON n.article_id = e.article_id AND n.about = o.about AND n.fact = o.fact AND n.body <> o.body
    WHERE NOT EXISTS (FROM said x WHERE x.article_id = e.article_id AND x.about = o.about AND x.fact = o.fact
                      AND x.body = o.body)
)
SELECT 'edited' AS kind, about AS subject, max(fetched_at) AS known_at, 1 AS sources,
       [arg_max(new_id, (fetched_at, new_id)), arg_max(old_id, (fetched_at, new_id))] AS updates,
       arg_max(to_json(old), (fetched_at, new_id)) AS old, arg_max(to_json(new), (fetched_at, new_id)) AS new
FROM pairs GROUP BY url, about, stage, modality
