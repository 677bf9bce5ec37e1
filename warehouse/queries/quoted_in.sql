-- Mails of before that quoted one of these updates to this reader, oldest first.
SELECT d.edition, d.message_id FROM deliveries d
JOIN changes c ON c.region = d.region AND c.edition = d.edition AND c.reader = d.reader
WHERE d.region = $region AND d.reader = $reader AND d.state = 'sent' AND d.until < $before
  AND list_has_any(c.updates, $ids::VARCHAR[])
GROUP BY ALL ORDER BY min(d.until), d.edition
