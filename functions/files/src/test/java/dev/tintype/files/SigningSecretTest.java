package dev.tintype.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.Race;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretTest {

  @TempDir private Path folder;

  private String signature() {
    return SigningSecret.at(folder.resolve("signing.key"), new SecureRandom()).sign(List.of("a"));
  }

  @Test
  void theSecretIsMadeOnceAndReadAgain() {
    assertThat(signature()).isEqualTo(signature());
  }

  @Test
  void onlyTheOwnerMayReadIt() throws Exception {
    signature();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("signing.key"))))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void whoStartsTogetherSharesOneSecret() throws Exception {
    assertThat(new HashSet<>(Race.of(16, i -> this::signature))).hasSize(1);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abcd", "not hex"})
  void aDamagedSecretIsRefusedNotReplaced(String text) throws Exception {
    Path file = folder.resolve("signing.key");
    Files.writeString(file, text);
    assertThatThrownBy(this::signature)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("64 hex digits");
    assertThat(file).hasContent(text);
  }
}
