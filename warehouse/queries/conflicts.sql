-- Contradictions that opened in the window, both sides quoted.
SELECT 'conflict_opened' AS kind, c.project AS subject, c.first_known AS known_at, 2 AS sources, [c.a, c.b] AS updates,
       json_object() AS old,
       json_object('about', c.about, 'claims', [
           json_object('stage', x.stage, 'modality', x.modality, 'when_text', x.when_text, 'when_start', x.when_start,
                       'when_end', x.when_end),
           json_object('stage', y.stage, 'modality', y.modality, 'when_text', y.when_text, 'when_start', y.when_start,
                       'when_end', y.when_end)]) AS new
FROM (
    SELECT project, a, b, first_known, 'stage' AS about FROM opposed
    UNION ALL SELECT project, a, b, first_known, 'date' FROM disputed
) c JOIN facts x ON x.id = c.a JOIN facts y ON y.id = c.b
WHERE c.first_known > $since
