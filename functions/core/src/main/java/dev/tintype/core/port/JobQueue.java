package dev.tintype.core.port;

import dev.tintype.core.state.Lane;
import java.time.Instant;
import java.util.List;

/// A queue as a host that polls needs it: it also counts messages and looks after dead letters.
/// Safe for use by many threads and processes.
public interface JobQueue extends JobSender, JobReceiver {

  /// Reads the oldest dead letters; they stay where they are.
  ///
  /// @param limit at most so many, at least 1
  /// @return the dead letters, oldest first
  /// @throws StoreUnavailable when the queue cannot answer; nothing has changed
  List<DeadLetter> deadLetters(int limit);

  /// Moves a dead letter back to its lane of the queue, its receive count at zero.
  ///
  /// @return false when it is no longer there
  /// @throws StoreUnavailable when it is unknown whether it was moved; it is in exactly one of the
  ///   two places, and moving it again is safe
  boolean redrive(DeadLetter letter);

  /// Removes a dead letter for good.
  ///
  /// @return false when it is no longer there
  /// @throws StoreUnavailable when it is unknown whether it was removed; removing it again is safe
  boolean discard(DeadLetter letter);

  /// @return how many messages there are, as of one moment
  /// @throws StoreUnavailable when the queue cannot answer; time may cure it
  Depth depth();

  /// A message that was given up.
  ///
  /// @param id its name in this queue
  /// @param body its text
  /// @param why it was given up
  /// @param receiveCount how often it was received
  /// @param sentAt when it was sent
  /// @param diedAt when it was given up
  /// @param lane the lane it was in
  record DeadLetter(
      String id,
      String body,
      String why,
      int receiveCount,
      Instant sentAt,
      Instant diedAt,
      Lane lane) {}

  /// How many messages a queue has, in both lanes together and in the bulk lane alone.
  ///
  /// @param visible messages that wait to be received
  /// @param hidden messages that a worker has, or that are delayed
  /// @param dead dead letters
  /// @param bulkVisible those of the visible ones that are in the bulk lane
  /// @param bulkHidden those of the hidden ones that are in the bulk lane
  record Depth(long visible, long hidden, long dead, long bulkVisible, long bulkHidden) {
    /// A queue whose bulk lane is empty.
    public Depth(long visible, long hidden, long dead) {
      this(visible, hidden, dead, 0, 0);
    }
  }
}
