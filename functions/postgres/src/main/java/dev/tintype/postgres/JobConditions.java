package dev.tintype.postgres;

/// The statements of the job store that hold only under a condition: each changes one row when the
/// condition holds, and none otherwise. Where another transaction has just written the row, the
/// statement waits for its end and then compares with what that one left.
final class JobConditions {

  /// An image that must not be there.
  static final String CREATE_IMAGE =
      """
      INSERT INTO images (epoch, live, latest, due_at, record, id) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING\
      """;

  /// An image that must be there with the given epoch.
  static final String REPLACE_IMAGE =
      """
      UPDATE images SET epoch = ?, live = ?, latest = ?, due_at = ?, record = ?
      WHERE id = ? AND epoch = ?\
      """;

  /// A version that must not be there.
  static final String CREATE_VERSION =
      """
      INSERT INTO versions (epoch, state, due_at, record, image_id, version)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING\
      """;

  /// A version that must be there with the given epoch.
  static final String REPLACE_VERSION =
      """
      UPDATE versions SET epoch = ?, state = ?, due_at = ?, record = ?
      WHERE image_id = ? AND version = ? AND epoch = ?\
      """;

  /// A key that must not be there, unless it has expired by the last parameter.
  static final String ADD_IDEMPOTENCY =
      """
      INSERT INTO idempotency (key, expires_at, record) VALUES (?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at, record = excluded.record
      WHERE idempotency.expires_at <= ?\
      """;

  private JobConditions() {}
}
