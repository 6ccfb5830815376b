package dev.tintype.core.port;

import java.time.Duration;
import java.util.List;

/// What keeps copies of public files near their viewers, such as a content delivery network. Safe
/// for use by many threads.
public interface EdgeCache {

  /// The most prefixes of one request.
  int MOST = 15;

  /// For platforms without an edge cache.
  EdgeCache NONE = _ -> new Answer.Accepted();

  /// The answer to a request.
  sealed interface Answer {
    /// The cache accepted the request: it will forget every copy.
    record Accepted() implements Answer {}

    /// The cache has too much to do and forgets nothing of this request.
    ///
    /// @param after how long to wait before the next request
    /// @param why what it answered
    record Busy(Duration after, String why) implements Answer {}

    /// It is unknown whether the cache will forget anything. The cause concerns every request.
    ///
    /// @param why what was seen
    record Unavailable(String why) implements Answer {}

    /// The cache will never accept this request. Another request may be accepted.
    ///
    /// @param why what it answered
    record Rejected(String why) implements Answer {}
  }

  /// Forgets every copy of files whose keys start with one of the prefixes. Asking again is safe.
  /// It is necessary after every answer except [Answer.Accepted].
  ///
  /// @param prefixes 1 to [#MOST], each ending with a slash
  Answer forget(List<String> prefixes);
}
