package dev.tintype.core.port;

/// Decides, call by call, whether a decorated port fails: by throwing, or not.
public interface Faults {

  /// Nothing has been done yet.
  ///
  /// @param what the port's method
  /// @param key what it is asked about
  /// @throws StoreUnavailable to fail
  void before(String what, String key);

  /// What was asked has been done; failing loses the answer.
  ///
  /// @param what the port's method
  /// @param key what it was asked about
  /// @throws StoreUnavailable to fail
  void after(String what, String key);
}
