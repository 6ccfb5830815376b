package dev.tintype.sqlite;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.Message;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.RecordJson;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.sql.Nanos;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Fills a file with images in the words of the first schema, as the release that made it did.
final class Rows {

  static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");

  private Rows() {}

  static ImageId id(int number) {
    return new ImageId("01JD2Z6K7M8N9PQRST%08d".formatted(number));
  }

  /// @return a version of its own image, due or not as its state has it
  static VersionRecord version(int number, VersionState state) {
    Original original = new Original(Sha256.of("original " + number), 1_000, "image/jpeg");
    ImageJob job =
        ImageJob.of(id(number), original, Recipes.FAST, RenderRevision.parse("1-test"), AT);
    return Upload.awaited(job, 1, AT, AT)
        .to(state, state.isEnd() ? Optional.empty() : Optional.of(AT), AT);
  }

  static ImageRecord image(VersionRecord version) {
    return ImageRecord.first(
        version.job().imageId(), Optional.empty(), version.job().version(), AT);
  }

  static VersionState state(String code) {
    return switch (code) {
      case "awaiting_upload" -> new AwaitingUpload(AT);
      case "queued" -> new VersionState.Queued(AT);
      case "processing" -> new VersionState.Processing("worker", AT, Step.FETCH);
      case "failed" -> new VersionState.Failed(Rejection.CORRUPT, "seen");
      case "expired" -> new VersionState.Expired();
      default -> throw new IllegalArgumentException(code);
    };
  }

  static void insert(Connection connection, VersionRecord version) throws SQLException {
    ImageRecord image = image(version);
    insert(
        connection,
        "INSERT INTO images (id, epoch, live, due_at, record) VALUES (?, ?, 1, NULL, ?)",
        image.id().value(),
        image.epoch(),
        Json.write(RecordJson.write(image)));
    insert(
        connection,
        "INSERT INTO versions (image_id, version, sequence, epoch, due_at, record)"
            + " VALUES (?, ?, 1, ?, ?, ?)",
        image.id().value(),
        version.job().version().value(),
        version.epoch(),
        version.dueAt().map(Nanos::of).orElse(null),
        Json.write(RecordJson.write(version)));
  }

  static void update(Connection connection, VersionRecord version) throws SQLException {
    insert(
        connection,
        "UPDATE versions SET epoch = ?, due_at = ?, record = ? WHERE image_id = ? AND version = ?",
        version.epoch(),
        version.dueAt().map(Nanos::of).orElse(null),
        Json.write(RecordJson.write(version)),
        version.job().imageId().value(),
        version.job().version().value());
  }

  static void message(Connection connection, VersionRecord about, String cause, Instant visibleAt)
      throws SQLException {
    Message message = new Message(about.job().imageId(), about.job().version(), cause);
    insert(
        connection,
        "INSERT INTO messages (body, sent_at, visible_at) VALUES (?, 0, ?)",
        message.json(),
        Nanos.of(visibleAt));
  }

  static void insert(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
