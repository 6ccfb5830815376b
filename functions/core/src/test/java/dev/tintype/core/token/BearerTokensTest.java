package dev.tintype.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TokenStore.Token;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BearerTokensTest extends TokenContract {

  private final MemoryTokenRows rows = new MemoryTokenRows();

  @Override
  protected TokenRows rows() {
    return rows;
  }

  @Override
  protected String kept() {
    return rows.toString();
  }

  @Test
  void aStoreThatCannotNoteTheUseDoesNotLockReadersOut() {
    BearerTokens tokens =
        new BearerTokens(new Full(rows), InstantSource.system(), new SecureRandom());
    String text = tokens.create("laptop", Set.of("images:read"), Optional.empty()).text();
    assertThat(tokens.authenticate(text)).isPresent();
    assertThat(tokens.list().getFirst().lastUsedAt()).isEmpty();
  }

  /// A store on a disk without room for a note.
  private record Full(TokenRows inner) implements TokenRows {
    @Override
    public void add(Stored row) {
      inner.add(row);
    }

    @Override
    public List<Token> all() {
      return inner.all();
    }

    @Override
    public Optional<Stored> find(String id) {
      return inner.find(id);
    }

    @Override
    public boolean revoke(String id, Instant at) {
      return inner.revoke(id, at);
    }

    @Override
    public void noteUse(String id, Instant at) {
      throw new StoreUnavailable("no room", new IllegalStateException());
    }
  }
}
