package dev.tintype.core.port;

/// Decides for each call whether a decorated port fails.
public interface Faults {

  /// Called before the inner port.
  ///
  /// @param what the port's method
  /// @param key the key in the call
  /// @throws StoreUnavailable to fail without effect
  void before(String what, String key);

  /// Called after the inner port; failing here loses the answer.
  ///
  /// @param what the port's method
  /// @param key the key in the call
  /// @throws StoreUnavailable to lose the answer
  void after(String what, String key);
}
