-- Contradictions that ended: a source of one side, or one trusted more than both, has come to say what the other side says.
-- A row a pair of claims (a, b) and the first fact (`proof`) that ends it; `overruled` is the claim that nobody holds any more.
CREATE OR REPLACE TEMP TABLE settled AS
WITH open AS (  -- as in opposed.sql: a is in service, b is not yet
    SELECT f.*, modality = 'actual' AND stage = 'in_service' AS is_open,
           CASE WHEN modality = 'actual' THEN (stage = 'construction' AND NOT contains(milestone, '验收'))
                                           OR (stage = 'started' AND when_end IS NOT NULL)
                ELSE stage = 'in_service' AND when_end >= said END AS is_not
    FROM facts_compared f WHERE project IN (SELECT project FROM facts WHERE stage = 'in_service' AND modality = 'actual')
      AND project IN (SELECT project FROM facts GROUP BY project HAVING count(DISTINCT source_id) > 1)
), stages AS (
    SELECT a.project, 'stage' AS about, 'in_service' AS stage, a.id AS a, b.id AS b, s.id AS proof, s.said,
           CASE WHEN s.is_open THEN b.id ELSE a.id END AS overruled, a.stood AND b.stood AS was_open, s.fresh, s.known_at
    FROM open a JOIN open b ON b.project = a.project AND b.source_id <> a.source_id AND b.story <> a.story AND b.is_not
         AND b.said BETWEEN a.happened AND a.happened + 60 AND coalesce(b.when_end, b.said) >= a.happened
    JOIN open s ON s.project = a.project AND s.said > least(a.said, b.said) AND s.said >= b.said AND s.id NOT IN (a.id, b.id)
         AND ((s.is_open AND (s.source_id = b.source_id OR s.trust > greatest(a.trust, b.trust)))
           OR (s.is_not AND s.said > a.said AND s.story <> b.story AND s.source_id = a.source_id))
    WHERE a.is_open
), lately AS (SELECT DISTINCT project, stage FROM facts WHERE modality = 'target' AND fresh),
targets AS (
    SELECT *, coalesce(when_start, when_end) AS first FROM facts_compared SEMI JOIN lately USING (project, stage)
    WHERE modality = 'target' AND when_end >= said
), dates AS (
    SELECT a.project, 'date' AS about, a.stage, a.id AS a, b.id AS b, s.id AS proof, s.said,
           CASE WHEN s.when_end >= a.first AND s.first <= a.when_end THEN b.id ELSE a.id END AS overruled,
           a.stood AND b.stood AS was_open, s.fresh, s.known_at
    FROM targets a JOIN targets b ON b.project = a.project AND b.stage = a.stage AND b.story <> a.story
         AND b.source_id <> a.source_id AND a.when_end < b.when_end AND abs(date_diff('day', a.said, b.said)) <= 14
         AND a.previous_end IS NULL AND b.previous_end IS NULL AND b.first > a.first
    JOIN targets s ON s.project = a.project AND s.stage = a.stage AND s.said > least(a.said, b.said) AND s.id NOT IN (a.id, b.id)
         -- it agrees with one of them only
         AND (s.when_end >= a.first AND s.first <= a.when_end) <> (s.when_end >= b.first AND s.first <= b.when_end)
         AND (s.trust > greatest(a.trust, b.trust)
           OR (s.source_id = b.source_id AND s.said > b.said AND s.when_end >= a.first AND s.first <= a.when_end)
           OR (s.source_id = a.source_id AND s.said > a.said AND s.when_end >= b.first AND s.first <= b.when_end))
    WHERE NOT EXISTS (FROM targets d WHERE d.stood AND d.said < s.said AND d.id NOT IN (a.id, b.id)  -- one has moved its date before
                      AND ((d.source_id = a.source_id AND d.when_end = b.when_end) OR (d.source_id = b.source_id AND d.when_end = a.when_end)))
)
SELECT project, about, stage, a, b, arg_min(proof, (said, proof)) AS proof, arg_min(overruled, (said, proof)) AS overruled,
       bool_and(was_open) AND bool_and(fresh) AS news, bool_or(NOT fresh) AS before, min(known_at) AS known_at
FROM (FROM stages UNION ALL FROM dates) GROUP BY ALL;
