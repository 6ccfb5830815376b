package dev.tintype.core.token;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TokenStore.Token;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where a store keeps its tokens: one row for each, which [BearerTokens] makes and reads. Safe for
/// use by many threads and processes.
public interface TokenRows {

  /// A row.
  ///
  /// @param token what the row says of the token
  /// @param digest the SHA-256 of its secret, in hex
  record Stored(Token token, String digest) {}

  /// Adds a row; its id is a new one.
  ///
  /// @throws StoreUnavailable when it is unknown whether the row was added
  void add(Stored row);

  /// @return all tokens, in order of creation, and of their ids where that is equal
  /// @throws StoreUnavailable when the store cannot be read
  List<Token> all();

  /// @return the row with this id
  /// @throws StoreUnavailable when the store cannot be read
  Optional<Stored> find(String id);

  /// Notes that a token was ended, unless its row says so already.
  ///
  /// @return false when there is no such token, or it was ended before
  /// @throws StoreUnavailable when it is unknown whether it was noted; doing it again is safe
  boolean revoke(String id, Instant at);

  /// Notes when a token was last used; nothing happens when there is no such token.
  ///
  /// @throws StoreUnavailable when it is unknown whether it was noted
  void noteUse(String id, Instant at);
}
