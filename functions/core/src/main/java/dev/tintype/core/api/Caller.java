package dev.tintype.core.api;

import java.util.Set;

/// Who asks, as the host has proved it.
///
/// @param id stable for one caller; idempotency keys are scoped to it
/// @param scopes what the caller may do
public record Caller(String id, Set<Scope> scopes) {
  /// Copies the set.
  public Caller {
    scopes = Set.copyOf(scopes);
  }
}
