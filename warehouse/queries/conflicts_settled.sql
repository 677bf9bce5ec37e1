-- A contradiction that was open at the window's beginning has ended.
WITH ended AS (
    SELECT project, about, stage, min(known_at) AS known_at, arg_min(proof, (known_at, proof)) AS proof,
           arg_min(overruled, (known_at, proof)) AS overruled
    FROM settled WHERE news GROUP BY project, about, stage
)
SELECT 'conflict_settled' AS kind, e.project AS subject, e.known_at, 1 AS sources, [e.proof, e.overruled] AS updates,
       json_object('about', e.about, 'stage', o.stage, 'modality', o.modality, 'when_start', o.when_start, 'when_end', o.when_end) AS old,
       json_object('about', e.about, 'stage', n.stage, 'modality', n.modality, 'when_start', n.when_start, 'when_end', n.when_end) AS new
FROM ended e JOIN updates n ON n.id = e.proof AND n.region = $region JOIN updates o ON o.id = e.overruled AND o.region = $region
