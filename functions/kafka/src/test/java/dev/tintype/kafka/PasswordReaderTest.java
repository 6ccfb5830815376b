package dev.tintype.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.provider.ServerAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.TextOutputCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordReaderTest {

  @TempDir private Path folder;

  private PasswordReader reader(Path file) {
    PasswordReader reader = new PasswordReader();
    ServerAccess access =
        new ServerAccess(
            Optional.of("images"), Optional.of(file), Optional.empty(), false, Optional.empty());
    reader.configure(Map.of(PasswordReader.ACCESS, access), "PLAIN", List.of());
    return reader;
  }

  @Test
  void aChangedPasswordIsToldTheNextTime() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "first\nrest\n");
    PasswordReader reader = reader(file);
    NameCallback name = new NameCallback("name");
    PasswordCallback password = new PasswordCallback("password", false);
    reader.handle(new Callback[] {name, password});
    assertThat(name.getName()).isEqualTo("images");
    assertThat(password.getPassword()).isEqualTo("first".toCharArray());
    Files.writeString(file, "second");
    reader.handle(new Callback[] {password});
    assertThat(password.getPassword()).isEqualTo("second".toCharArray());
  }

  @Test
  void aMissingFileAndAStrangeQuestionAreNamed() {
    PasswordCallback password = new PasswordCallback("password", false);
    assertThatThrownBy(() -> reader(folder.resolve("none")).handle(new Callback[] {password}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be read");
    Callback strange = new TextOutputCallback(TextOutputCallback.INFORMATION, "hello");
    assertThatThrownBy(() -> reader(folder.resolve("none")).handle(new Callback[] {strange}))
        .isInstanceOf(UnsupportedCallbackException.class);
  }
}
