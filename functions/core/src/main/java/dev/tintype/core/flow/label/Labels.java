package dev.tintype.core.flow.label;

import dev.tintype.core.Metadata;
import java.util.Optional;

/// What a client calls an image.
///
/// @param name the name shown to people
/// @param metadata the client's own metadata
public record Labels(Optional<String> name, Metadata metadata) {

  /// Nothing.
  public static final Labels NONE = new Labels(Optional.empty(), Metadata.NONE);
}
