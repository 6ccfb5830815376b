-- The mark of a move to or from another store. The triggers that call the function are there only
-- while the mark says that nobody may write; they also stop programs of an older release.

CREATE TABLE move_mark (
  id integer PRIMARY KEY CHECK (id = 1),
  state text NOT NULL,
  run text NOT NULL,
  other text NOT NULL,
  since bigint NOT NULL,
  origin text
);

CREATE FUNCTION refuse_writes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('tintype.mover', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'the records are in another store, or on their way' USING ERRCODE = 'TT001';
END
$$;
