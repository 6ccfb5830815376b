package dev.tintype.core.api;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a caller may do.
public enum Scope {
  /// Start uploads, reprocess, redrive, rename and change metadata.
  UPLOAD("images:upload"),
  /// Read images and originals.
  READ("images:read"),
  /// Erase images.
  ERASE("images:erase"),
  /// Manage tokens and notifications.
  ADMIN("server:admin");

  private final String id;

  Scope(String id) {
    this.id = id;
  }

  /// @return the name in tokens
  public String id() {
    return id;
  }

  /// @return the scopes of callers that work with images
  public static Set<Scope> ofImages() {
    return EnumSet.complementOf(EnumSet.of(ADMIN));
  }

  /// @return the scope of this name, if there is one
  public static Optional<Scope> byId(String id) {
    return Arrays.stream(values()).filter(scope -> scope.id.equals(id)).findFirst();
  }
}
