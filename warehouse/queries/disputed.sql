-- Two stories of different sources, published within two weeks, promise the same stage for dates that do not agree; neither
-- says that the date was moved, and neither source has named the other's date itself before (then it moved it).
CREATE OR REPLACE TEMP TABLE disputed AS
WITH lately AS (SELECT DISTINCT project, stage FROM facts WHERE modality = 'target' AND fresh),
targets AS (
    SELECT t.* FROM facts t SEMI JOIN lately USING (project, stage) WHERE project IS NOT NULL AND modality = 'target' AND when_end >= said
      AND NOT EXISTS (FROM facts m WHERE m.project = t.project AND m.modality = 'actual' AND m.rank >= t.rank)
), dates AS (
    SELECT DISTINCT project, stage, source_id, when_end FROM every_fact SEMI JOIN lately USING (project, stage)
    WHERE modality = 'target'
),
pairs AS (
    SELECT a.project, a.stage, a.id AS a, b.id AS b, a.trust + b.trust AS trust, a.fresh OR b.fresh AS fresh,
           greatest(a.known_at, b.known_at) AS known_at, a.when_start AS a_start, a.when_end AS a_end,
           b.when_start AS b_start, b.when_end AS b_end
    FROM targets a JOIN targets b ON b.project = a.project AND b.stage = a.stage AND b.story <> a.story
         AND b.source_id <> a.source_id AND a.when_end < b.when_end
    WHERE abs(date_diff('day', a.said, b.said)) <= 14 AND a.previous_end IS NULL AND b.previous_end IS NULL
      AND NOT (coalesce(b.when_start, b.when_end) <= coalesce(a.when_start, a.when_end))
      AND NOT EXISTS (FROM dates d WHERE d.project = a.project AND d.stage = a.stage
                      AND ((d.source_id = b.source_id AND d.when_end = a.when_end)
                        OR (d.source_id = a.source_id AND d.when_end = b.when_end)))
)
SELECT project, stage, arg_max({'a': a, 'b': b}, (trust, a, b)) AS pair, min(known_at) AS known_at
FROM pairs n WHERE fresh AND NOT EXISTS (FROM settled s WHERE s.a = n.a AND s.b = n.b)
  -- the same two dates, said more or less exactly, are told once
  AND NOT EXISTS (FROM pairs p WHERE NOT p.fresh AND p.project = n.project AND p.stage = n.stage
                  AND p.a_start <= n.a_end AND n.a_start <= p.a_end AND p.b_start <= n.b_end AND n.b_start <= p.b_end)
GROUP BY project, stage;
