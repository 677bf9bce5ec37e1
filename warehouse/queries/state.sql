-- Where each listed project stands: the furthest stage that nobody has taken back, stopped while no work goes on again, the
-- newest promise of what is still to come, and the last figures.
WITH reached AS (
    SELECT f.project, f.stage, min(f.happened) AS since, arg_min(f.id, (f.happened, -f.trust, f.id)) AS id
    FROM facts f JOIN furthest x ON x.project = f.project AND x.rank = f.rank
    WHERE f.modality = 'actual' GROUP BY f.project, f.stage
), halted AS (
    SELECT project, arg_max(id, id) AS id FROM halts WHERE NOT resumed GROUP BY project
), ended AS (
    SELECT h.project, f.happened AS since, h.id, regexp_matches(concat(u.milestone, u.evidence),
           '取消|终止|撤销|下马|废止|不再(?:建设|实施|推进)') AS cancelled
    FROM halted h JOIN facts f ON f.id = h.id JOIN updates u ON u.id = h.id AND u.region = $region
), promised AS (
    SELECT project, arg_min(struct_pack(stage, day, strength, times, id), (rank, day)) AS next FROM (
        SELECT f.project, f.stage, f.rank, max_by(f.when_end, (f.said, f.id)) AS day, max_by(f.strength, (f.said, f.id)) AS strength,
               count(DISTINCT f.when_end) AS times, max_by(f.id, (f.said, f.id)) AS id
        FROM facts f LEFT JOIN furthest x ON x.project = f.project
        WHERE f.modality = 'target' AND f.when_end >= f.said AND f.rank > coalesce(x.rank, -1) GROUP BY ALL
    ) GROUP BY project
), figures AS (
    SELECT project, max_by(investment_yuan, (said, trust, id)) FILTER (investment_yuan IS NOT NULL) AS investment_yuan,
           max_by(progress_percent, (said, trust, id)) FILTER (progress_percent IS NOT NULL AND modality = 'actual') AS progress_percent,
           max(said) AS last_news, count(DISTINCT story) AS stories, count(DISTINCT source_id) AS sources
    FROM facts WHERE project IS NOT NULL GROUP BY project
)
SELECT p.id, p.name, p.place, p.sector, p.programme,
       CASE WHEN e.project IS NOT NULL THEN 'stopped' ELSE r.stage END AS stage, r.stage AS reached, coalesce(e.cancelled, false) AS cancelled,
       coalesce(e.since, r.since) AS since, coalesce(e.id, r.id) AS evidence, m.next.stage AS promised_stage,
       m.next.day AS promised_by, m.next.strength AS promised_strength, m.next.times AS promised_dates, m.next.id AS promise_evidence,
       f.investment_yuan, f.progress_percent, f.last_news, coalesce(f.stories, 0) AS stories, coalesce(f.sources, 0) AS sources
FROM projects_then p LEFT JOIN reached r ON r.project = p.id LEFT JOIN ended e ON e.project = p.id
LEFT JOIN promised m ON m.project = p.id LEFT JOIN figures f ON f.project = p.id
WHERE p.listed ORDER BY p.id
