package dev.tintype.core.port;

/// What keeps copies of public files near their viewers, such as a content delivery network. Safe
/// for use by many threads.
public interface EdgeCache {

  /// Forgets every copy of files whose keys start with a prefix. Asking again is safe.
  ///
  /// @throws StoreUnavailable when it is unknown whether it will; asking again is safe
  void forget(String prefix);
}
