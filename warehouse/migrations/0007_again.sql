-- Which articles came after another one of their page, so that a week need not look through all pages for those few.

ALTER TABLE articles ADD COLUMN again BOOLEAN;
COMMENT ON COLUMN articles.again IS 'another article of the same page was known when it came, or came with it';
UPDATE articles SET again = true WHERE concat(region, ' ', source_id, ' ', url) IN (
    SELECT concat(region, ' ', source_id, ' ', url) FROM articles GROUP BY ALL HAVING count(*) > 1
);
