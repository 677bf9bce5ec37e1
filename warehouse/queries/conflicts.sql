-- Contradictions that opened in the window, both sides quoted.
WITH found AS (
    SELECT project, pair.a AS a, pair.b AS b, known_at, 'stage' AS about FROM opposed
    UNION ALL SELECT project, pair.a, pair.b, known_at, 'date' FROM disputed
), claims AS (
    SELECT id, json_object('stage', stage, 'modality', modality, 'when_text', when_text, 'when_start', when_start,
                           'when_end', when_end) AS claim
    FROM updates WHERE region = $region AND id IN (SELECT unnest([a, b]) FROM found)
)
SELECT 'conflict_opened' AS kind, project AS subject, known_at, 2 AS sources, [a, b] AS updates, json_object() AS old,
       json_object('about', about, 'claims', [x.claim, y.claim]) AS new
FROM found JOIN claims x ON x.id = a JOIN claims y ON y.id = b
