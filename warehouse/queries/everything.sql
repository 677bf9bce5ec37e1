-- In the place of `touched`: all that is watched.
CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT id AS subject FROM watched_then WHERE kind <> 'source';
