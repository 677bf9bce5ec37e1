-- A number of a tracked indicator was reported: one line an indicator and period, with the number it replaces.
WITH earlier AS (
    SELECT indicator, modality, when_end, arg_max(value, (said, id)) AS value FROM facts_before
    WHERE indicator IS NOT NULL AND value IS NOT NULL GROUP BY ALL
), reported AS (
SELECT 'indicator_reported' AS kind, f.indicator AS subject, min(f.known_at) AS known_at,
       count(DISTINCT f.story) AS sources, [arg_max(f.id, (f.trust, f.said, f.id))] AS updates,
       json_object('value', any_value(e.value)) AS old,
       json_object('value', arg_max(f.value, (f.trust, f.said, f.id)), 'unit', arg_max(f.unit, (f.trust, f.said, f.id)),
                   'modality', f.modality, 'when_start', f.when_start, 'when_end', f.when_end,
                   'targets', (SELECT i.targets FROM indicators_then i WHERE i.id = f.indicator)) AS new
FROM facts f LEFT JOIN earlier e ON e.indicator = f.indicator AND e.modality = f.modality
     AND e.when_end IS NOT DISTINCT FROM f.when_end
WHERE f.indicator IS NOT NULL AND f.value IS NOT NULL AND f.fresh
  AND NOT EXISTS (FROM facts_before e WHERE e.indicator = f.indicator AND e.modality = f.modality
                  AND e.value = f.value AND e.when_end IS NOT DISTINCT FROM f.when_end)
GROUP BY f.indicator, f.modality, f.when_start, f.when_end
)
-- what the quoted page itself says beside the number: since a beginning or not, and its growth in percent
SELECT r.* REPLACE (json_merge_patch(r.new, json_object(
           'cumulative', nullif(u.cumulative, false),
           'growth', [f.value FOR f IN from_json(u.figures, '[{"role": "VARCHAR", "value": "DOUBLE"}]') IF f.role = 'growth'][1]
       )) AS new)
FROM reported r JOIN updates u ON u.region = $region AND u.id = r.updates[1]
