-- Projects that were stopped: the last stop known before the window and those of the window, and whether work went on
-- after each: a page says so in so many words, or one of no less trust tells of later work.
CREATE OR REPLACE TEMP TABLE halts AS
WITH stops AS (
    SELECT project, stood, id, said, trust, source_id, happened,
           row_number() OVER (PARTITION BY project, stood ORDER BY said DESC, trust DESC, id) AS place
    FROM facts_compared WHERE project IS NOT NULL AND stage = 'stopped' AND modality = 'actual'
), works AS (
    SELECT s.id AS stop, w.id, w.said, w.trust, w.stood, w.trust >= s.trust OR w.source_id = s.source_id AS worthy
    FROM stops s JOIN facts_compared w ON w.project = s.project AND w.happened > s.happened AND w.said > s.said
    WHERE w.modality = 'actual' AND w.rank >= 3 AND (NOT s.stood OR s.place = 1)
), again AS (
    SELECT w.* FROM works w JOIN updates u ON u.id = w.id AND u.region = $region
    WHERE w.worthy OR regexp_matches(u.evidence, '复工|复建|恢复(?:施工|建设)|重新(?:开工|启动|施工)|重启')
)
SELECT s.project, s.stood, s.id, arg_min(w.id, (w.said, -w.trust, w.id)) AS work, bool_or(w.stood) IS TRUE AS resumed_before,
       count(w.id) > 0 AS resumed
FROM stops s LEFT JOIN again w ON w.stop = s.id
WHERE NOT s.stood OR s.place = 1 GROUP BY s.project, s.stood, s.id;
