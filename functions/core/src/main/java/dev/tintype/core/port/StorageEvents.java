package dev.tintype.core.port;

import dev.tintype.core.json.MalformedJson;
import java.util.List;

/// Reads what a storage says after an upload, in a call of the server or in the queue. Safe for use
/// by many threads; asks nobody.
@FunctionalInterface
public interface StorageEvents {

  /// @param body the body of a call, or of a message
  /// @return the keys of the originals that have arrived, in their order; other events are ignored
  /// @throws MalformedJson when it is not of a form that the storage sends
  List<String> arrivals(String body);
}
