package dev.tintype.core.provider;

/// Where a host keeps its data.
///
/// @param storage originals and variants, such as `file:`
/// @param jobs images, versions and tokens, such as `sqlite:`
/// @param queue messages to the workers, such as `sqlite:`
public record Addresses(String storage, String jobs, String queue) {

  /// Everything is in the host's data folder.
  public static final Addresses DATA_FOLDER = new Addresses("file:", "sqlite:", "sqlite:");
}
