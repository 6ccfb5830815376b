package dev.tintype.core.trace;

/// Opens tracing. A module with a provider joins the class path when the settings ask for traces.
public interface TracingProvider {

  /// Reads its own settings from the environment. Nothing is connected before the first span ends.
  ///
  /// @param role what this process runs, such as `serve`
  /// @throws IllegalArgumentException when a setting is wrong; the message says which
  Tracing open(String role);
}
