-- An index of the metadata of images. Triggers keep it, whoever writes: a commit, or a move of
-- records. A program of an older release leaves images with metadata alone.

CREATE TABLE image_metadata (
  key text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  image_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (key, value, image_id)
);

-- No text in a record can look like the field, because JSON escapes its quotes. A record that is no
-- JSON, or whose metadata is none of ours, has no entries: it must not stop a move.
CREATE FUNCTION metadata_entries(record text)
RETURNS TABLE (key text, value text) LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN QUERY
    SELECT entry.key, entry.value FROM json_each_text(record::json -> 'metadata') AS entry
    WHERE length(entry.key) <= 40 AND length(entry.value) <= 256;
EXCEPTION WHEN data_exception THEN
  RETURN;
END
$$;

CREATE FUNCTION keep_metadata() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM image_metadata AS kept
    USING (SELECT * FROM metadata_entries(OLD.record)
           EXCEPT SELECT * FROM metadata_entries(NEW.record)) AS gone
    WHERE kept.key = gone.key AND kept.value = gone.value AND kept.image_id = OLD.id;
  INSERT INTO image_metadata (key, value, image_id)
    SELECT fresh.key, fresh.value, NEW.id
    FROM (SELECT * FROM metadata_entries(NEW.record)
          EXCEPT SELECT * FROM metadata_entries(OLD.record)) AS fresh
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;

CREATE TRIGGER metadata_added AFTER INSERT ON images FOR EACH ROW
  WHEN (strpos(NEW.record, '"metadata":{') > 0)
  EXECUTE FUNCTION keep_metadata();

CREATE TRIGGER metadata_changed AFTER UPDATE OF record ON images FOR EACH ROW
  WHEN (strpos(OLD.record, '"metadata":{') > 0 OR strpos(NEW.record, '"metadata":{') > 0)
  EXECUTE FUNCTION keep_metadata();

CREATE TRIGGER metadata_removed AFTER DELETE ON images FOR EACH ROW
  WHEN (strpos(OLD.record, '"metadata":{') > 0)
  EXECUTE FUNCTION keep_metadata();
