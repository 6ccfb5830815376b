package dev.tintype.process;

/// What the worker needs from its renderer besides rendering. One call at a time.
interface Upkeep {

  /// Starts the renderer, or restarts it when it died while the function was frozen.
  void warm() throws InterruptedException;

  /// @return the renderer's current resident memory
  long residentBytes();
}
