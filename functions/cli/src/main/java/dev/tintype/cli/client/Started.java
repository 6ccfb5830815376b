package dev.tintype.cli.client;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// The result of an upload request.
sealed interface Started {

  /// The image exists.
  ///
  /// @param status its state
  /// @param permission how to upload its original; absent when the original is stored
  record Accepted(ImageStatus status, Optional<Permission> permission) implements Started {}

  /// The request was refused.
  ///
  /// @param refusal the reason
  record Refused(Refusal refusal) implements Started {}

  /// An upload permission.
  ///
  /// @param url the URL for the PUT
  /// @param headers exactly the headers to send
  record Permission(URI url, Map<String, String> headers) {
    /// Copies the map.
    public Permission {
      headers = Map.copyOf(headers);
    }
  }
}
