package dev.tintype.core.port;

import dev.tintype.core.ImageJob.Original;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// Signs time-limited permissions. Safe for use by many threads; asks nobody.
public interface UploadSigner {

  /// A permission to PUT exactly these bytes once under this key.
  ///
  /// @param validFor at most 15 minutes; the permission may end earlier, with the credentials
  Permission upload(String key, Original original, Duration validFor);

  /// A permission to GET a private object.
  ///
  /// @param fileName what a browser should call the download
  /// @param validFor at most 15 minutes
  URI download(String key, String fileName, Duration validFor);

  /// A permission to upload.
  ///
  /// @param url where to PUT
  /// @param headers exactly the headers the client must set, `Content-Length` left to its HTTP
  ///   stack
  /// @param expiresAt when it ends
  record Permission(URI url, Map<String, String> headers, Instant expiresAt) {
    /// Copies the map, sorted by name.
    public Permission {
      headers = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(headers));
    }
  }
}
