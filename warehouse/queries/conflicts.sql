-- Contradictions that opened in the window, both sides quoted; and what the second side promises, where it says that elsewhere.
WITH found AS (
    SELECT project, pair.a AS a, pair.b AS b, nullif(expects, pair.b) AS expects, known_at, 'stage' AS about FROM opposed
    UNION ALL SELECT project, pair.a, pair.b, NULL, known_at, 'date' FROM disputed
), claims AS (  -- a claim is part of a change's identity, and keeps its keys
    SELECT id, json_object('stage', stage, 'modality', modality, 'when_text', when_text, 'when_start', when_start,
                           'when_end', when_end) AS claim,
           json_object('stage', stage, 'strength', strength, 'when_text', when_text, 'when_start', when_start,
                       'when_end', when_end) AS promise
    FROM updates WHERE region = $region AND id IN (SELECT unnest([a, b, expects]) FROM found)
)
SELECT 'conflict_opened' AS kind, project AS subject, known_at, 2 AS sources, [u FOR u IN [a, b, expects] IF u IS NOT NULL] AS updates,
       json_object() AS old, json_object('about', about, 'claims', [x.claim, y.claim], 'expects', z.promise) AS new
FROM found JOIN claims x ON x.id = a JOIN claims y ON y.id = b LEFT JOIN claims z ON z.id = expects
