-- The projects with a promise that comes due soon: all else is left out of the large table.
CREATE OR REPLACE TEMP TABLE touched AS
SELECT DISTINCT project AS subject FROM updates
WHERE region = $region AND modality = 'target' AND known_at <= $until
  AND when_end BETWEEN ($until AT TIME ZONE $zone)::DATE AND $last::DATE AND project IS NOT NULL
