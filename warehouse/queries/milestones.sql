-- A milestone of a stage that was known to be reached, told for the first time. The words are those of an event that
-- happens once; a word of going work (施工, 吊装, 浇筑) is none.
WITH words(word, event) AS (VALUES
    ('封顶', '封顶'), ('封底', '封底'), ('合龙', '合龙'), ('合拢', '合龙'), ('贯通', '贯通'), ('始发', '始发'),
    ('铺轨', '铺轨'), ('联调联试', '联调联试'), ('热滑', '热滑'), ('出洞', '出洞'), ('首桩', '首桩'), ('正负零', '正负零'),
    ('±0', '正负零'), ('并网', '并网'), ('主体完工', '主体完工'), ('竣工验收', '竣工验收'), ('交工验收', '交工验收'),
    ('试运行', '试运行'), ('试运营', '试运行'), ('试通车', '试通车'), ('中标', '中标'), ('签约', '签约'),
    ('可研', '可研'), ('环评', '环评'), ('初步设计', '初步设计'), ('核准', '核准'), ('立项', '立项')
), said AS (
    SELECT f.*, w.event FROM facts_compared f JOIN words w ON contains(f.milestone, w.word)
    WHERE f.modality = 'actual' AND f.rank >= 0 AND f.milestone <> ''
      AND f.project IN (SELECT project FROM facts WHERE fresh AND milestone <> '' AND modality = 'actual')
), found AS (
    SELECT s.*, count(DISTINCT story) OVER (PARTITION BY s.project, s.event) AS stories,
           row_number() OVER (PARTITION BY s.project ORDER BY s.said DESC, s.trust DESC, s.id) AS place
    FROM said s JOIN furthest b ON b.project = s.project AND b.rank_before = s.rank AND b.rank = s.rank
    WHERE s.fresh AND NOT EXISTS (FROM said e WHERE e.stood AND e.project = s.project AND e.event = s.event)
)
SELECT 'milestone' AS kind, project AS subject, known_at, stories AS sources, [id] AS updates, json_object() AS old,
       json_object('stage', stage, 'milestone', milestone, 'when_start', when_start, 'when_end', when_end) AS new
FROM found WHERE place = 1
