package dev.tintype.core.provider;

import dev.tintype.core.port.JobQueue;
import java.util.List;

/// Opens the queue of messages to the workers.
public interface QueueProvider extends Provider {

  /// Opens the queue, making what is not there.
  ///
  /// @param address names it, by this provider's scheme
  /// @throws InvalidAddress when the address is not of this provider's form
  /// @throws IllegalStateException when the address holds something that this release does not know
  /// @throws dev.tintype.core.port.StoreUnavailable when it cannot be opened; what was opened is
  ///   closed with `opening`
  JobQueue queue(String address, Opening opening);

  /// Makes what the queue needs on its server and [#queue] does not make itself, such as a stream
  /// or a topic. What is there already stays as it is. For `tintype queue init`.
  ///
  /// @param address names the queue, by this provider's scheme
  /// @return what was made and what was there, one sentence each; empty when the queue needs
  ///   nothing of its own
  /// @throws InvalidAddress when the address is not of this provider's form
  /// @throws IllegalStateException when something is there that is not as the queue needs it; the
  ///   message says what to change. Nothing of it is changed
  /// @throws dev.tintype.core.port.StoreUnavailable when the server does not answer; a part may be
  ///   made already, and trying again is safe
  default List<String> init(String address) {
    return List.of();
  }
}
