-- The mark of a move to or from another store. The triggers are enabled only while the mark says
-- that nobody may write; they also stop programs of an older release. To enable or disable a trigger
-- waits for writers, but not for readers; to make or drop one would wait for readers too.

CREATE TABLE move_mark (
  id integer PRIMARY KEY CHECK (id = 1),
  state text NOT NULL,
  run text NOT NULL,
  store_id text NOT NULL,
  other text NOT NULL,
  other_id text NOT NULL,
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

CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON images
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_writes();
ALTER TABLE images DISABLE TRIGGER frozen;

CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON versions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_writes();
ALTER TABLE versions DISABLE TRIGGER frozen;

CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON outbox
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_writes();
ALTER TABLE outbox DISABLE TRIGGER frozen;

CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON idempotency
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_writes();
ALTER TABLE idempotency DISABLE TRIGGER frozen;

CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON tokens
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_writes();
ALTER TABLE tokens DISABLE TRIGGER frozen;

CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON messages
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_writes();
ALTER TABLE messages DISABLE TRIGGER frozen;

CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON dead_letters
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_writes();
ALTER TABLE dead_letters DISABLE TRIGGER frozen;

CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON loop_leases
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_writes();
ALTER TABLE loop_leases DISABLE TRIGGER frozen;
