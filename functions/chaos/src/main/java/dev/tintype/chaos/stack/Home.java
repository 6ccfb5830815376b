package dev.tintype.chaos.stack;

import dev.tintype.core.flow.Stores;
import dev.tintype.core.port.JobSender;
import java.util.List;
import java.util.Map;

/// Where the platform of a stack is at home: what its processes run, and where they keep
/// everything.
public interface Home {

  /// @return the main class of its server; called with [#arguments] and a port
  Class<?> server();

  /// @return the main class of its workers; called with [#arguments]
  Class<?> worker();

  /// @return what every process of it is called with
  List<String> arguments();

  /// @return what every process of it finds in its environment
  Map<String, String> environment();

  /// @return how many variants and originals of an image there are
  long filesOf(String imageId);

  /// @return its stores and its queue, to be closed by the caller
  Opened open();

  /// The stores and the queue, seen from outside the platform.
  interface Opened extends AutoCloseable {

    /// @return where everything is kept
    Stores stores();

    /// @return the queue
    JobSender sender();

    @Override
    void close();
  }
}
