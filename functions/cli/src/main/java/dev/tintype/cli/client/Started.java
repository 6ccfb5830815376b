package dev.tintype.cli.client;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// What came of asking for an upload.
public sealed interface Started {

  /// There is an image.
  ///
  /// @param status how it stands
  /// @param permission how to upload its original; absent when it is stored
  record Accepted(ImageStatus status, Optional<Permission> permission) implements Started {}

  /// There is none.
  ///
  /// @param refusal why
  record Refused(Refusal refusal) implements Started {}

  /// How to upload.
  ///
  /// @param url where to PUT
  /// @param headers exactly those to send
  record Permission(URI url, Map<String, String> headers) {
    /// Copies the map.
    public Permission {
      headers = Map.copyOf(headers);
    }
  }
}
