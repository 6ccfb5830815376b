package dev.tintype.server.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The opened parts of a host. For one thread at a time.
final class Parts implements AutoCloseable {

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /// Closes a part with this host, before all that were opened earlier.
  ///
  /// @return the part
  <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  /// Closes a part that is open before all others.
  void closeFirst(AutoCloseable part) {
    opened.remove(part);
    opened.push(part);
  }

  /// Closes all parts in reverse order. A part that fails keeps no other open.
  ///
  /// @throws IllegalStateException when a part failed, with the first failure
  @Override
  public void close() {
    Optional<Exception> first = Optional.empty();
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        first = first.or(() -> Optional.of(e));
      }
    }
    if (first.isPresent()) {
      throw new IllegalStateException("the host did not stop cleanly", first.get());
    }
  }
}
