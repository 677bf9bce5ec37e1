-- A project is in service on one page; on another source's page of another story, published in the 60 days from that day
-- on, it is still being built, starts later, or is yet to be opened. A project in preparation here and started there is
-- progress, an undated 开工 is background, and 竣工验收 often follows the opening: none of them contradicts.
CREATE OR REPLACE TEMP TABLE opposed AS
WITH pairs AS (
    SELECT a.project, a.id AS a, b.id AS b, b.stage, b.said, b.modality = 'actual' AS fact, a.trust + b.trust AS trust, greatest(a.known_at, b.known_at) AS known_at,
           a.fresh OR b.fresh AS fresh
    FROM facts a JOIN facts b ON b.project = a.project AND b.source_id <> a.source_id AND b.story <> a.story
    WHERE a.project IN (SELECT project FROM facts WHERE fresh) AND a.modality = 'actual' AND a.stage = 'in_service' AND b.said BETWEEN a.happened AND a.happened + 60
      AND ((b.modality = 'actual' AND b.stage = 'construction' AND coalesce(b.when_end, b.said) >= a.happened
            AND NOT contains(b.milestone, '验收'))
        OR (b.modality = 'actual' AND b.stage = 'started' AND b.when_end >= a.happened)
        OR (b.modality = 'target' AND b.stage = 'in_service' AND b.when_end >= b.said))
      AND NOT EXISTS (FROM settled s WHERE s.a = a.id AND s.b = b.id)
)
SELECT project, arg_max({'a': a, 'b': b}, (fact, trust, a, b)) AS pair, min(known_at) AS known_at,
       list_distinct(list(stage) FILTER (fact)) AS nearer,
       arg_max(b, (said, trust, b)) FILTER (NOT fact) AS expects  -- when those of the other side say that it will be opened
FROM pairs GROUP BY project HAVING bool_and(fresh);  -- else it was open before
