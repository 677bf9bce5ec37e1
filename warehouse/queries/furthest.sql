-- How far each project was known to be at the beginning and at the end of the window.
CREATE OR REPLACE TEMP TABLE furthest AS
SELECT project, coalesce(max(rank) FILTER (stood), -1) AS rank_before, arg_max(stage, rank) FILTER (stood) AS stage_before,
       coalesce(max(rank) FILTER (stands), -1) AS rank
FROM every_fact WHERE project IS NOT NULL AND modality = 'actual' AND rank >= 0 GROUP BY project;
