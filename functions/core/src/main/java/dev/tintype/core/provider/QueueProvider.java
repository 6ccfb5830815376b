package dev.tintype.core.provider;

import dev.tintype.core.port.JobQueue;

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
}
