package dev.tintype.core.port;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Bearer tokens of clients. Of a token's secret only a digest is kept. Safe for use by many
/// threads and processes.
public interface TokenStore {

  /// What a label consists of.
  Pattern LABEL = Pattern.compile("[^\\p{Cntrl}]{1,200}");

  /// @return whether a token may have this label: 1 to 200 characters, not only spaces, and no
  ///   control characters
  static boolean isLabel(String text) {
    return !text.isBlank() && LABEL.matcher(text).matches();
  }

  /// Makes a token. This is the only time its text is known.
  ///
  /// @param label for people, see [#isLabel]
  /// @param scopes what it permits, such as `images:read`; at least one
  /// @param expiresAt when it ends by itself, if ever
  /// @throws IllegalArgumentException when label or scopes are out of their range
  /// @throws StoreUnavailable when it is unknown whether the token was kept; its text is lost, so
  ///   it can do no harm, and a second call makes another token
  Created create(String label, Set<String> scopes, Optional<Instant> expiresAt);

  /// @return all tokens, revoked and expired ones too, in order of creation
  /// @throws StoreUnavailable when the store cannot be read
  List<Token> list();

  /// Ends a token, at once and for all processes.
  ///
  /// @return false when there is no such token, or it was revoked before
  /// @throws StoreUnavailable when it is unknown whether it was revoked; revoking it again is safe
  boolean revoke(String id);

  /// Finds the token that a text belongs to, in a time that does not show how much of the text is
  /// right.
  ///
  /// @return the token; absent when there is none, or it was revoked or has expired
  /// @throws StoreUnavailable when the store cannot be read; the token may be valid all the same
  Optional<Token> authenticate(String text);

  /// A new token.
  ///
  /// @param text what the client sends
  /// @param token what is kept of it
  record Created(String text, Token token) {}

  /// What is kept of a token.
  ///
  /// @param id its name, part of its text
  /// @param label for people
  /// @param scopes what it permits
  /// @param createdAt when it was made
  /// @param expiresAt when it ends by itself, if ever
  /// @param lastUsedAt when it was last used, to the minute
  /// @param revokedAt when it was ended, if it was
  record Token(
      String id,
      String label,
      Set<String> scopes,
      Instant createdAt,
      Optional<Instant> expiresAt,
      Optional<Instant> lastUsedAt,
      Optional<Instant> revokedAt) {

    /// Copies the scopes, sorted.
    public Token {
      scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
    }

    /// @return whether it permits anything at this instant
    public boolean isValid(Instant now) {
      return revokedAt.isEmpty() && expiresAt.filter(end -> !now.isBefore(end)).isEmpty();
    }
  }
}
