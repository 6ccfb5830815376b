package dev.tintype.core.provider;

import dev.tintype.core.hosts.HostNotes;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.LoopLeases;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.TokenStore;
import java.util.Optional;

/// Opens the job store, and the tokens and leases beside it.
public interface JobsProvider extends Provider {

  /// Opens the stores, making what is not there.
  ///
  /// @param address names them, by this provider's scheme
  /// @throws InvalidAddress when the address is not of this provider's form
  /// @throws IllegalStateException when the address holds something that this release does not know
  /// @throws dev.tintype.core.port.StoreUnavailable when they cannot be opened; what was opened is
  ///   closed with `opening`
  Opened jobs(String address, Opening opening);

  /// @param address names a job store, by this provider's scheme
  /// @return whether a job store was ever made there; nothing is made by asking
  boolean isThere(String address, Opening opening);

  /// @return whether servers run on this provider's stores. Records that were moved to one where
  ///   none can run cannot be moved back
  default boolean canServe() {
    return true;
  }

  /// Opens what moves all records of a job store to another one.
  ///
  /// @param address names the job store, by this provider's scheme
  /// @return absent when the records of this provider's stores cannot be moved
  /// @throws InvalidAddress when the address is not of this provider's form
  /// @throws IllegalStateException when the address holds something that this release does not know
  /// @throws dev.tintype.core.port.StoreUnavailable when it cannot be opened; what was opened is
  ///   closed with `opening`
  default Optional<RecordTransfer> transfer(String address, Opening opening) {
    return Optional.empty();
  }

  /// The stores.
  ///
  /// @param jobs images, versions and the outbox
  /// @param tokens bearer tokens of clients
  /// @param leases by which hosts agree which one runs a loop
  /// @param notes by which hosts tell each other how they work
  record Opened(JobStore jobs, TokenStore tokens, LoopLeases leases, HostNotes notes) {}
}
