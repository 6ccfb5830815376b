package dev.tintype.core.port;

import dev.tintype.core.ImageId;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.VersionRecord;
import java.util.List;
import java.util.Optional;

/// Writes to the job store that happen all together or not at all.
///
/// @param writes 1 to [#MOST_WRITES]; no record twice
public record Change(List<Write> writes) {

  /// The most writes of one change. DynamoDB accepts no more in a transaction
  /// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html).
  public static final int MOST_WRITES = 100;

  /// Copies the list.
  ///
  /// @throws IllegalArgumentException when there are no writes, or too many
  public Change {
    writes = List.copyOf(writes);
    if (writes.isEmpty()) {
      throw new IllegalArgumentException("a change writes something");
    }
    if (writes.size() > MOST_WRITES) {
      throw new IllegalArgumentException(
          "a change has at most " + MOST_WRITES + " writes, not " + writes.size());
    }
  }

  /// A change of these writes.
  public static Change of(Write... writes) {
    return new Change(List.of(writes));
  }

  /// One write and the condition under which it holds.
  public sealed interface Write {

    /// Puts an image.
    ///
    /// @param before what must be stored (its epoch is compared); absent when nothing may be
    /// @param after what is stored then
    record PutImage(Optional<ImageRecord> before, ImageRecord after) implements Write {}

    /// Puts a version.
    ///
    /// @param before what must be stored (its epoch is compared); absent when nothing may be
    /// @param after what is stored then
    record PutVersion(Optional<VersionRecord> before, VersionRecord after) implements Write {}

    /// Removes a version, whatever its state; no condition.
    ///
    /// @param imageId its image
    /// @param version which one
    record RemoveVersion(ImageId imageId, dev.tintype.core.Version version) implements Write {}

    /// Adds a row to the outbox; a row with this id that is there already stays as it is, which is
    /// no conflict.
    ///
    /// @param row the row
    record AddOutcome(Outcome row) implements Write {}

    /// Gives a row of the outbox another instant at which it is due.
    ///
    /// @param before what must be stored (its due instant is compared)
    /// @param after what is stored then
    record DelayOutcome(Outcome before, Outcome after) implements Write {}

    /// Removes a row of the outbox. A row that is absent, or has another due instant than the
    /// writer read, stays as it is, which is no conflict.
    ///
    /// @param row what the writer read
    record RemoveOutcome(Outcome row) implements Write {}

    /// Remembers an idempotency key; nothing with this key may be stored unless it has expired by
    /// `now`.
    ///
    /// @param row what to remember
    /// @param now the instant by which an older row counts as expired
    record AddIdempotency(IdempotencyRecord row, java.time.Instant now) implements Write {}
  }
}
