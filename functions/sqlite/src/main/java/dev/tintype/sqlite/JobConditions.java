package dev.tintype.sqlite;

/// The statements of the job store that hold only under a condition: each changes one row when the
/// condition holds, and none otherwise.
final class JobConditions {

  /// An image that must not be there.
  static final String CREATE_IMAGE =
      """
      INSERT INTO images (epoch, live, due_at, record, id) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING\
      """;

  /// An image that must be there with the given epoch.
  static final String REPLACE_IMAGE =
      "UPDATE images SET epoch = ?, live = ?, due_at = ?, record = ? WHERE id = ? AND epoch = ?";

  /// A version that must not be there.
  static final String CREATE_VERSION =
      """
      INSERT INTO versions (sequence, epoch, due_at, open, record, image_id, version)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING\
      """;

  /// A version that must be there with the given epoch.
  static final String REPLACE_VERSION =
      """
      UPDATE versions SET sequence = ?, epoch = ?, due_at = ?, open = ?, record = ?
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
