-- Views for analysts: their names and columns stay, whatever becomes of the tables below them.

CREATE VIEW v_updates AS
SELECT u.region, u.id, u.project, p.name AS project_name, u.indicator, u.stage, u.modality, u.strength, u.when_start, u.when_end,
       u.when_text, u.milestone, u.investment_yuan, u.progress_percent, u.value, u.unit, u.evidence, a.title, a.published,
       u.source_id AS source, u.url, a.story_id AS story, u.known_at, u.confidence, u.rule, u.reader, u.sha256,
       coalesce(c.found, true) AS stands
FROM updates u JOIN articles a ON a.region = u.region AND a.id = u.article_id
LEFT JOIN projects p ON p.region = u.region AND p.id = u.project
LEFT JOIN (SELECT region, id, arg_max(found, known_at) AS found FROM corrections GROUP BY region, id) c
     ON c.region = u.region AND c.id = u.id;
COMMENT ON VIEW v_updates IS 'One fact about one project or indicator from one article, with its quotation.';

CREATE VIEW v_articles AS
SELECT a.region, a.id, a.source_id AS source, a.url, a.title, a.published, a.publisher, a.author, a.text, a.story_id AS story,
       a.known_at, a.reader, a.sha256, a.doubts
FROM articles a;
COMMENT ON VIEW v_articles IS 'What was read from a page: a row for each title, date or text that it has had.';

CREATE VIEW v_sources AS
SELECT s.region, s.id, s.name, s.kind, s.place, s.trust, s.listing, s.listed, s.first_seen, r.last_run, r.failure, r.last_success
FROM sources s LEFT JOIN (
    SELECT region, source_id, max(started_at) AS last_run, nullif(arg_max(coalesce(failure, ''), started_at), '') AS failure,
           max(started_at) FILTER (failure IS NULL) AS last_success
    FROM source_runs GROUP BY region, source_id
) r ON r.region = s.region AND r.source_id = s.id;
COMMENT ON VIEW v_sources IS 'Each source and how its last run went.';

CREATE VIEW v_changes AS
SELECT c.region, c.edition, c.reader, c.id, c.kind, c.subject, c.old_value, c.new_value, c.updates, c.sources, c.known_at,
       r.since, r.until, d.state AS delivery
FROM changes c JOIN reports r ON r.region = c.region AND r.edition = c.edition AND r.reader = c.reader
LEFT JOIN (FROM deliveries WHERE state <> 'forgotten') d ON d.region = c.region AND d.edition = c.edition AND d.reader = c.reader;
COMMENT ON VIEW v_changes IS 'Each line of each report: what was told, to whom, and whether it reached them.';

CREATE VIEW v_projects AS
SELECT p.region, p.id, p.name, p.place, p.sector, p.programme, p.listed, p.first_seen, u.updates, u.stories, u.last_published
FROM projects p LEFT JOIN (
    SELECT u.region, u.project, count(*) AS updates, count(DISTINCT a.story_id) AS stories, max(a.published) AS last_published
    FROM updates u JOIN articles a ON a.region = u.region AND a.id = u.article_id GROUP BY u.region, u.project
) u ON u.region = p.region AND u.project = p.id;
COMMENT ON VIEW v_projects IS 'The tracked projects and how much is said of them; `regionwatch export projects` adds where each stands.';

COMMENT ON COLUMN updates.stage IS 'proposed, preparation, tender, started, construction, partial, in_service or stopped';
COMMENT ON COLUMN updates.modality IS 'actual: it is so; target: it is promised';
COMMENT ON COLUMN updates.strength IS 'done, or of a promise firm, expected or hoped';
COMMENT ON COLUMN updates.when_start IS 'of the event or of the promise, both days inclusive';
COMMENT ON COLUMN updates.previous_end IS 'the promised day that the page itself says was moved';
COMMENT ON COLUMN updates.known_at IS 'when we learned it';
COMMENT ON COLUMN updates.confidence IS '0 to 1; below 0.5 it is kept for review and moves nothing';
COMMENT ON COLUMN updates.evidence IS 'the quotation: articles.text[start_at:end_at]';
COMMENT ON COLUMN articles.story_id IS 'one text and its copies share it';
COMMENT ON COLUMN snapshots.sha256 IS 'of the bytes as received; names them in bodies';
COMMENT ON COLUMN deliveries.state IS 'claimed, sending, sent, failed or forgotten';
