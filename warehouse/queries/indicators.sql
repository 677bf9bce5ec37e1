-- A number of a tracked indicator was reported: one line an indicator and period.
SELECT 'indicator_reported' AS kind, f.indicator AS subject, min(f.known_at) AS known_at,
       count(DISTINCT f.story_id) AS sources, [arg_max(f.id, (f.trust, f.said))] AS updates, json_object() AS old,
       json_object('value', arg_max(f.value, (f.trust, f.said)), 'unit', arg_max(f.unit, (f.trust, f.said)),
                   'modality', f.modality, 'when_start', f.when_start, 'when_end', f.when_end,
                   'when_text', arg_max(f.when_text, (f.trust, f.said)),
                   'targets', (SELECT i.targets FROM indicators i WHERE i.region = $region AND i.id = f.indicator)) AS new
FROM facts f
WHERE f.indicator IS NOT NULL AND f.value IS NOT NULL AND f.known_at > $since
  AND NOT EXISTS (FROM facts_before e WHERE e.indicator = f.indicator AND e.modality = f.modality
                  AND e.value = f.value AND e.when_end IS NOT DISTINCT FROM f.when_end)
GROUP BY f.indicator, f.modality, f.when_start, f.when_end
