package dev.tintype.bench.contestant;

import java.io.IOException;

/// One way to make every variant of one original, warm between runs. Used by one thread.
public interface Contestant extends AutoCloseable {

  /// Makes them once.
  ///
  /// @throws IllegalStateException when it fails, with what it said
  Sample run() throws IOException, InterruptedException;

  /// @return the most resident bytes its process ever had
  long peakBytes() throws IOException;

  @Override
  void close();
}
