package dev.tintype.core.api;

import java.util.Set;

/// An authenticated caller.
///
/// @param id always the same for one caller; idempotency keys belong to it
/// @param scopes what the caller may do
public record Caller(String id, Set<Scope> scopes) {
  /// Copies the set.
  public Caller {
    scopes = Set.copyOf(scopes);
  }
}
