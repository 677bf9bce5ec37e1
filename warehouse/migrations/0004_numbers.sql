-- What an indicator's number is beside its value: since a beginning or not, and whose.

ALTER TABLE updates ADD COLUMN cumulative BOOLEAN;
ALTER TABLE updates ADD COLUMN scope VARCHAR;
COMMENT ON COLUMN updates.cumulative IS 'an indicator''s number that counts since a beginning (1-7月, 累计, 截至); NULL before this column was';
COMMENT ON COLUMN updates.scope IS 'whose number it is, as written: 全市, 我区, or the place of the watchlist';
