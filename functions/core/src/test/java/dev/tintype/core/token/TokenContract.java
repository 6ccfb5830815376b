package dev.tintype.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.TestClock;
import dev.tintype.core.port.TokenStore.Created;
import dev.tintype.core.port.TokenStore.Token;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of the rows of tokens, and of the rules above them. A subclass opens an empty store
/// for each test.
public abstract class TokenContract {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Set<String> SCOPES = Set.of("images:upload", "images:read");

  private final TestClock clock = new TestClock(NOW);

  /// @return the rows, the same ones during a test, none at its start
  protected abstract TokenRows rows();

  /// @return everything that the store keeps, as text
  protected abstract String kept() throws Exception;

  private BearerTokens tokens() {
    return new BearerTokens(rows(), clock, new SecureRandom());
  }

  private Created create() {
    return tokens().create("laptop", SCOPES, Optional.empty());
  }

  @Test
  void aCreatedTokenAuthenticates() {
    Created created = create();
    assertThat(created.text()).matches("tt_[0-9a-f]{12}_[0-9a-f]{40}");
    assertThat(tokens().authenticate(created.text())).contains(created.token());
    assertThat(created.token().scopes()).containsExactly("images:read", "images:upload");
  }

  @Test
  void tokensAreNeverTheSame() {
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      texts.add(create().text());
    }
    assertThat(texts).hasSize(20);
  }

  @Test
  void anyChangedDigitIsRefused() {
    String text = create().text();
    for (int i = 3; i < text.length(); i++) {
      if (text.charAt(i) != '_') {
        char other = text.charAt(i) == '0' ? '1' : '0';
        assertThat(tokens().authenticate(text.substring(0, i) + other + text.substring(i + 1)))
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tt_", "Bearer x", "tt_0123456789ab_", "' OR 1=1 --", "tt_%_%"})
  void whatIsNoTokenIsRefused(String text) {
    create();
    assertThat(tokens().authenticate(text)).isEmpty();
  }

  @Test
  void theSecretIsNotKept() throws Exception {
    String text = create().text();
    String secret = text.substring(text.lastIndexOf('_') + 1);
    assertThat(kept()).contains(text.substring(3, 15)).doesNotContain(secret);
  }

  @Test
  void aRevokedTokenIsRefusedAndStaysListed() {
    Created created = create();
    clock.advance(Duration.ofMinutes(1));
    assertThat(tokens().revoke(created.token().id())).isTrue();
    assertThat(tokens().revoke(created.token().id())).isFalse();
    assertThat(tokens().authenticate(created.text())).isEmpty();
    assertThat(tokens().list().getFirst().revokedAt()).contains(NOW.plusSeconds(60));
  }

  @Test
  void anExpiredTokenIsRefused() {
    Created created =
        tokens().create("this run", SCOPES, Optional.of(NOW.plus(Duration.ofHours(1))));
    clock.advance(Duration.ofHours(1).minusNanos(1));
    assertThat(tokens().authenticate(created.text())).isPresent();
    clock.advance(Duration.ofNanos(1));
    assertThat(tokens().authenticate(created.text())).isEmpty();
  }

  @Test
  void theLastUseIsNotedToTheMinute() {
    String text = create().text();
    clock.advance(Duration.ofSeconds(5));
    tokens().authenticate(text);
    assertThat(lastUsed()).contains(NOW.plusSeconds(5));
    clock.advance(Duration.ofSeconds(30));
    tokens().authenticate(text);
    assertThat(lastUsed()).contains(NOW.plusSeconds(5));
    clock.advance(Duration.ofSeconds(30));
    tokens().authenticate(text);
    assertThat(lastUsed()).contains(NOW.plusSeconds(65));
  }

  private Optional<Instant> lastUsed() {
    return tokens().list().getFirst().lastUsedAt();
  }

  @Test
  void tokensAreListedInOrderOfCreation() {
    List<Token> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(tokens().create("token " + i, SCOPES, Optional.empty()).token());
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(tokens().list()).isEqualTo(made);
  }

  @Test
  void labelsAndScopesAreChecked() {
    assertThatThrownBy(() -> tokens().create(" ", SCOPES, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tokens().create("a\0b", SCOPES, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tokens().create("x", Set.of(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tokens().create("x", Set.of("all things"), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
