-- A number of a tracked indicator was reported: one line an indicator and period, with the number it replaces and the path
-- to the target that the period does not outlive.
WITH earlier AS (
    SELECT indicator, modality, when_end, arg_max(value, (said, id)) AS value FROM facts_before
    WHERE indicator IS NOT NULL AND value IS NOT NULL GROUP BY ALL
), reported AS (
SELECT f.indicator AS subject, f.modality, f.when_start, f.when_end, min(f.known_at) AS known_at,
       count(DISTINCT f.story) AS sources, arg_max(f.id, (f.trust, f.said, f.id)) AS id, any_value(e.value) AS before,
       arg_max(f.value, (f.trust, f.said, f.id)) AS value, arg_max(f.unit, (f.trust, f.said, f.id)) AS unit
FROM facts f LEFT JOIN earlier e ON e.indicator = f.indicator AND e.modality = f.modality
     AND e.when_end IS NOT DISTINCT FROM f.when_end
WHERE f.indicator IS NOT NULL AND f.value IS NOT NULL AND f.fresh
  AND NOT EXISTS (FROM facts_before e WHERE e.indicator = f.indicator AND e.modality = f.modality
                  AND e.value = f.value AND e.when_end IS NOT DISTINCT FROM f.when_end)
GROUP BY f.indicator, f.modality, f.when_start, f.when_end
), aims AS (
    SELECT i.id AS subject, unnest(from_json(i.targets, '[{"value": "DOUBLE", "by": "DATE", "base": "DOUBLE", "base_year": "INTEGER"}]')) AS aim
    FROM indicators_then i
), aimed AS (
    SELECT r.id, coalesce(arg_min(a.aim, a.aim.by) FILTER (r.when_end IS NULL OR a.aim.by >= r.when_end), arg_max(a.aim, a.aim.by)) AS aim
    FROM reported r JOIN aims a USING (subject) WHERE r.modality = 'actual' GROUP BY r.id
), paths AS (  -- what is counted on from January has a path through the target's year; what is taken in December, one through the years
    SELECT r.id, aim.value AS goal, aim.by AS due, aim.base IS NOT NULL AND aim.base > aim.value AS falling,
           month(r.when_end) AS month, r.value,
           month(r.when_start) = 1 AND day(r.when_start) = 1 AND year(r.when_start) = year(r.when_end) AS whole,
           whole AND year(r.when_end) = year(due) AND month(due) = 12 AND day(due) = 31 AND month(r.when_end) < 12
               AND list_contains($yearly, r.unit) AND NOT falling AS counted_on,
           whole AND month(r.when_end) = 12 AND aim.base_year < year(r.when_end) AND year(r.when_end) < year(due) AS yearly,
           aim.base + (goal - aim.base) * (year(r.when_end) - aim.base_year) / (year(due) - aim.base_year) AS even
    FROM reported r JOIN aimed a USING (id)
)
-- what the quoted page itself says beside the number: since a beginning or not, and its growth in percent
SELECT 'indicator_reported' AS kind, r.subject, r.known_at, r.sources, [r.id] AS updates, json_object('value', r.before) AS old,
       json_object('value', r.value, 'unit', r.unit, 'modality', r.modality, 'when_start', r.when_start, 'when_end', r.when_end,
                   'targets', (SELECT i.targets FROM indicators_then i WHERE i.id = r.subject),
                   'cumulative', nullif(u.cumulative, false),
                   'growth', [f.value FOR f IN from_json(u.figures, '[{"role": "VARCHAR", "value": "DOUBLE"}]') IF f.role = 'growth'][1],
                   'path', CASE WHEN p.goal IS NOT NULL THEN json_object(
                       'goal', p.goal, 'by', p.due,
                       'share', CASE WHEN NOT p.falling AND p.goal > 0 THEN round(100 * p.value / p.goal, 1) END,
                       'elapsed', CASE WHEN p.counted_on THEN round(100 * p.month / 12, 1) END,
                       'months_left', CASE WHEN p.counted_on THEN 12 - p.month END,
                       'need', CASE WHEN p.counted_on THEN (p.goal - p.value) / (12 - p.month) END,
                       'pace', CASE WHEN p.counted_on THEN p.value / p.month END,
                       'even', CASE WHEN p.yearly AND NOT p.counted_on THEN p.even END) END) AS new
FROM reported r JOIN updates u ON u.region = $region AND u.id = r.id LEFT JOIN paths p ON p.id = r.id
