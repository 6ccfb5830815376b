package dev.tintype.chaos.stack;

import dev.tintype.core.flow.Stores;
import dev.tintype.core.port.JobSender;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The host of a stack's platform: the processes it runs and its stores.
public interface Home {

  /// More files than an image of a run has.
  int MANY = 1_000;

  /// @return the main class of its server; called with [#arguments] and a port
  Class<?> server();

  /// @return the main class of its workers; called with [#arguments]
  Class<?> worker();

  /// @return the arguments of each of its processes
  List<String> arguments();

  /// @return the environment of each of its processes
  Map<String, String> environment();

  /// @return the number of stored variants and originals of an image, at most 2,000
  default long filesOf(String imageId) {
    try (Opened opened = open()) {
      Stores stores = opened.stores();
      return (long) stores.variants().list(imageId + "/", Optional.empty(), MANY).size()
          + stores.originals().list("originals/" + imageId + "/", Optional.empty(), MANY).size();
    }
  }

  /// @return its stores and its queue, to be closed by the caller
  Opened open();

  /// The stores and the queue, opened from outside the platform.
  interface Opened extends AutoCloseable {

    /// @return the stores
    Stores stores();

    /// @return the queue
    JobSender sender();

    @Override
    void close();
  }
}
