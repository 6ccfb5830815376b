package dev.tintype.core.provider;

import java.util.Optional;
import java.util.stream.Stream;

/// Where a host keeps its data.
///
/// @param storage originals and variants, such as `file:`
/// @param jobs images, versions and tokens, such as `sqlite:`
/// @param queue messages to the workers, such as `sqlite:`
/// @param nextStorage the storage that files are moved to or come from, while they are moved
public record Addresses(String storage, String jobs, String queue, Optional<String> nextStorage) {

  /// Everything is in the host's data folder.
  public static final Addresses DATA_FOLDER = new Addresses("file:", "sqlite:", "sqlite:");

  /// Nothing is moved.
  public Addresses(String storage, String jobs, String queue) {
    this(storage, jobs, queue, Optional.empty());
  }

  /// @return whether other machines can reach all three, because none is on a local disk
  public boolean areRemote() {
    return Stream.of(storage, jobs, queue)
        .noneMatch(address -> address.startsWith("file:") || address.startsWith("sqlite:"));
  }
}
