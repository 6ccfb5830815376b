package dev.tintype.bench.contestant;

import java.io.IOException;

/// One way to make every variant of one original; it stays warm between runs. Used by one thread.
public interface Contestant extends AutoCloseable {

  /// Makes all variants once.
  ///
  /// @throws IllegalStateException when it fails, with its output
  Sample run() throws IOException, InterruptedException;

  /// @return the highest resident memory of its process, bytes
  long peakBytes() throws IOException;

  @Override
  void close();
}
