package dev.tintype.postgres;

import dev.tintype.core.Version;
import dev.tintype.core.port.JobStore.VersionName;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.sql.Column;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlDialect;
import java.util.Collections;
import java.util.List;

/// PostgreSQL's tables of the job store.
final class PostgresDialect implements SqlDialect {

  @Override
  public List<Column> of(ImageRecord image) {
    return List.of(new Column("latest", image.latest().map(Version::value).orElse(null)));
  }

  @Override
  public List<Column> of(VersionRecord version) {
    return List.of(new Column("state", version.state().code()));
  }

  @Override
  public Tie tie(List<String> key) {
    return new Tie(key, Collections.nCopies(key.size(), ""));
  }

  @Override
  public String mayBeQueued() {
    return "state = 'queued' AND due_at IS NOT NULL";
  }

  /// The state is part of the statement, so that the server knows which index fits.
  @Override
  public String isOpen(String state) {
    return "state = '" + state + "' AND due_at IS NOT NULL";
  }

  @Override
  public String images(boolean inState, boolean isBelow) {
    return inState
        ? inState(isBelow)
        : "SELECT id, record FROM images WHERE live"
            + (isBelow ? " AND id < ?" : "")
            + " ORDER BY id DESC LIMIT ?";
  }

  /// Goes through the versions in the state, by their index, and looks up the image of each: few
  /// images may have their latest version in the state. `OFFSET 0` keeps this order.
  private static String inState(boolean isBelow) {
    return "SELECT image.id, image.record FROM"
        + " (SELECT image_id, version FROM versions WHERE state = ?"
        + (isBelow ? " AND image_id < ?" : "")
        + " ORDER BY image_id DESC OFFSET 0) AS found, LATERAL"
        + " (SELECT id, record FROM images WHERE id = found.image_id AND live"
        + " AND latest = found.version OFFSET 0) AS image"
        + " ORDER BY found.image_id DESC LIMIT ?";
  }

  /// The order of the index of entries is that of the list, so only as many are read as are wanted.
  /// A subquery with `OFFSET 0` would be planned for all of them.
  @Override
  public String tagged(boolean isBelow) {
    return "SELECT image.id, image.record FROM image_metadata AS found"
        + " JOIN images AS image ON image.id = found.image_id"
        + " WHERE found.key = ? AND found.value = ?"
        + (isBelow ? " AND found.image_id < ?" : "")
        + " AND image.live ORDER BY found.image_id DESC LIMIT ?";
  }

  @Override
  public Sql versions(List<VersionName> names) {
    return new Sql(
        "SELECT image_id || '/' || version, record FROM versions WHERE (image_id, version) IN"
            + " (SELECT * FROM unnest(?::text[], ?::text[]))",
        names.stream().map(name -> name.imageId().value()).toArray(String[]::new),
        names.stream().map(name -> name.version().value()).toArray(String[]::new));
  }

  /// The number stands in the text of the record. No text in a record can look like it, because
  /// JSON escapes its quotes.
  @Override
  public String newestFirst() {
    return "substring(record FROM '\"sequence\":([0-9]{1,18})')::bigint DESC NULLS LAST";
  }

  @Override
  public String forgetKeys() {
    return "DELETE FROM idempotency WHERE key = ANY (ARRAY(SELECT key FROM idempotency"
        + " WHERE expires_at <= ? LIMIT ? FOR UPDATE SKIP LOCKED))";
  }
}
