package dev.tintype.core.provider;

import java.util.List;

/// What was found when a storage was tried out.
///
/// @param lacks what Tintype needs and the storage does not keep, one clause each; such a storage
///   must not be used
/// @param remarks what an operator should know, one sentence each; the storage can be used
public record Trial(List<String> lacks, List<String> remarks) {

  /// Nothing is missing, and there is nothing to say.
  public static final Trial PASSED = new Trial(List.of(), List.of());

  /// Copies the lists.
  public Trial {
    lacks = List.copyOf(lacks);
    remarks = List.copyOf(remarks);
  }

  /// @throws InvalidAddress when the storage lacks something; it lists everything
  public void require(String address) {
    if (!lacks.isEmpty()) {
      throw new InvalidAddress(
          address,
          "names a store that does not keep what Tintype needs: " + String.join("; ", lacks));
    }
  }
}
