-- The reports that were written, oldest first. A week's report tells of the whole week; one asked for in the middle of a
-- week (2025-W35-0827) of the time since the report before it.
WITH made AS (
    SELECT edition, max(until) AS until, edition LIKE '____-W__' AS whole FROM reports WHERE region = $region GROUP BY edition
)
SELECT edition, (SELECT max(b.until) FROM made b WHERE b.until < m.until AND (b.whole OR NOT m.whole)) AS since, until
FROM made m ORDER BY until, edition;
