-- Pairs of pages that cannot both be right: one says that a stage was reached, another, published no earlier than that
-- day and from another story, says that the project is still before it; 'construction' after 'in_service' and the like.
-- Only stages that exclude one another count: a project in preparation on one page and started on another is progress.
CREATE OR REPLACE TEMP TABLE opposed AS
SELECT a.project, a.stage AS further, b.stage AS nearer, arg_max(a.id, (a.trust, a.id)) AS a, arg_max(b.id, (b.trust, b.id)) AS b,
       max(greatest(a.known_at, b.known_at)) AS known_at, min(greatest(a.known_at, b.known_at)) AS first_known
FROM facts a JOIN facts b ON b.project = a.project
WHERE a.modality = 'actual' AND a.stage = 'in_service' AND b.modality = 'actual' AND b.rank BETWEEN 0 AND 4
  AND a.story_id <> b.story_id AND a.source_id <> b.source_id AND a.happened IS NOT NULL
  AND b.said >= a.happened AND b.said <= a.happened + 60 AND coalesce(b.when_end, b.said) >= a.happened
GROUP BY a.project, a.stage, b.stage;
