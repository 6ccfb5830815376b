package dev.tintype.sqlite;

import dev.tintype.core.port.JobStore.VersionName;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.sql.Column;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlDialect;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// SQLite's tables of the job store. Triggers keep the state of an image's latest version.
final class SqliteDialect implements SqlDialect {

  @Override
  public List<Column> of(ImageRecord image) {
    return List.of();
  }

  @Override
  public List<Column> of(VersionRecord version) {
    return List.of(
        new Column("sequence", version.sequence()), new Column("open", open(version.state())));
  }

  /// @return the state by which a version is found that waits for an upload or is held by a worker
  private static @Nullable String open(VersionState state) {
    return switch (state) {
      case VersionState.AwaitingUpload _, VersionState.Processing _ -> state.code();
      case VersionState.Queued _,
          VersionState.Ready _,
          VersionState.Failed _,
          VersionState.Superseded _,
          VersionState.Expired _,
          VersionState.Retired _ ->
          null;
    };
  }

  /// The row's number ends each index.
  @Override
  public Tie tie(List<String> key) {
    return new Tie(List.of("rowid"), List.of(Long.MIN_VALUE));
  }

  /// Superseded, expired and retired versions that are due match, too.
  @Override
  public String mayBeQueued() {
    return "open IS NULL AND due_at IS NOT NULL";
  }

  /// Leaves out what a server of the release before this one wrote while it still ran, too.
  @Override
  public String isOpen(String state) {
    return "open = '" + state + "'";
  }

  @Override
  public String images(boolean inState, boolean isBelow) {
    return "SELECT id, record FROM images WHERE live = 1"
        + (inState ? " AND state = ?" : "")
        + (isBelow ? " AND id < ?" : "")
        + " ORDER BY id DESC LIMIT ?";
  }

  /// The index comes first, so that no other image is read.
  @Override
  public String tagged(boolean isBelow) {
    return "SELECT id, record FROM image_metadata CROSS JOIN images ON id = image_id"
        + " WHERE key = ? AND value = ?"
        + (isBelow ? " AND image_id < ?" : "")
        + " AND live = 1 ORDER BY image_id DESC LIMIT ?";
  }

  @Override
  public Sql versions(List<VersionName> names) {
    return new Sql(
        "SELECT image_id || '/' || version, record FROM versions WHERE (image_id, version) IN (VALUES "
            + String.join(", ", Collections.nCopies(names.size(), "(?, ?)"))
            + ")",
        names.stream()
            .flatMap(name -> Stream.of(name.imageId().value(), name.version().value()))
            .toArray());
  }

  @Override
  public String newestFirst() {
    return "sequence DESC";
  }

  @Override
  public String forgetKeys() {
    return "DELETE FROM idempotency WHERE key IN"
        + " (SELECT key FROM idempotency WHERE expires_at <= ? LIMIT ?)";
  }
}
