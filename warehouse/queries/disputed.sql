-- Two stories of different sources, published within two weeks, that promise the same stage for dates which do not agree,
-- and neither says that the other date was moved.
CREATE OR REPLACE TEMP TABLE disputed AS
WITH targets AS (
    SELECT * FROM facts WHERE project IS NOT NULL AND modality = 'target' AND when_end IS NOT NULL AND when_end >= said
)
SELECT a.project, a.stage, arg_max(a.id, (a.trust, a.id)) AS a, arg_max(b.id, (b.trust, b.id)) AS b,
       min(greatest(a.known_at, b.known_at)) AS first_known
FROM targets a JOIN targets b ON b.project = a.project AND b.stage = a.stage AND b.story_id <> a.story_id
     AND b.source_id <> a.source_id AND a.when_end < b.when_end
WHERE abs(date_diff('day', a.said, b.said)) <= 14
  AND NOT (a.when_start <= b.when_start AND a.when_end >= b.when_end)
  AND NOT (b.when_start <= a.when_start AND b.when_end >= a.when_end)
  AND a.previous_end IS NULL AND b.previous_end IS NULL
GROUP BY a.project, a.stage;
