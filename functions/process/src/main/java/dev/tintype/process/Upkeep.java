package dev.tintype.process;

/// What the worker asks of its renderer beside rendering. One call at a time.
interface Upkeep {

  /// Starts the renderer, or another one should it have died while the function was frozen.
  void warm() throws InterruptedException;

  /// @return what the renderer holds of memory now
  long residentBytes();
}
