-- How far each project was known to be at the beginning and at the end of the window. What its own source has taken back in
-- a contradiction does not count.
CREATE OR REPLACE TEMP TABLE furthest AS
WITH overruled AS (SELECT overruled AS id, bool_or(before) AS before FROM settled WHERE about = 'stage' GROUP BY overruled),
counted AS (
    SELECT f.*, f.stood AND o.before IS NOT TRUE AS counts_before, f.stands AND o.id IS NULL AS counts_now
    FROM every_fact f LEFT JOIN overruled o USING (id) WHERE project IS NOT NULL AND modality = 'actual' AND rank >= 0
)
SELECT project, coalesce(max(rank) FILTER (counts_before), -1) AS rank_before,
       arg_max(stage, rank) FILTER (counts_before) AS stage_before, coalesce(max(rank) FILTER (counts_now), -1) AS rank
FROM counted GROUP BY project;
