-- A promise is met in time: its stage, or one beyond it, is reached by the last day that the newest promise named.
WITH promised AS (
    SELECT project, stage, rank, max_by(when_end, (said, id)) AS day, max_by(id, (said, id)) AS id FROM facts
    WHERE stood AND modality = 'target' AND rank >= 0 AND when_end >= said GROUP BY project, stage, rank
), met AS (
    SELECT p.id AS promise, p.stage, p.day, f.project, f.id, f.known_at, f.happened, f.when_start, f.when_end,
           count(DISTINCT f.story) OVER (PARTITION BY f.project, p.stage) AS stories,
           row_number() OVER (PARTITION BY f.project, p.stage ORDER BY f.rank, f.happened, f.trust DESC, f.id) AS place
    FROM promised p JOIN facts f ON f.project = p.project AND f.fresh AND f.modality = 'actual' AND f.rank >= p.rank
    WHERE NOT EXISTS (FROM facts_compared e WHERE e.stood AND e.project = p.project AND e.modality = 'actual' AND e.rank >= p.rank)
      AND NOT EXISTS (FROM opposed o WHERE o.project = p.project)
)
SELECT 'promise_kept' AS kind, m.project AS subject, m.known_at, m.stories AS sources, [m.id, m.promise] AS updates,
       json_object('stage', m.stage, 'when_start', u.when_start, 'when_end', u.when_end, 'when_text', u.when_text) AS old,
       json_object('stage', m.stage, 'when_start', m.when_start, 'when_end', m.when_end,
                   'early', date_diff('day', m.happened, m.day)) AS new
FROM met m JOIN updates u ON u.id = m.promise AND u.region = $region WHERE m.place = 1 AND m.happened <= m.day
