package dev.tintype.core.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.StoreUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAddressTest {

  private static final ServerAddress.Form FORM =
      new ServerAddress.Form(
          List.of("tin://USER@HOST:PORT/PLACE"),
          7000,
          Set.of("password-file", "tls", "ca-file", "count"),
          ServerAccess.ADVICE);

  @TempDir private Path folder;

  private static ServerAddress parse(String address) {
    return ServerAddress.parse(address, FORM);
  }

  private static ServerAccess access(String address) {
    return ServerAccess.of(parse(address), Map.of(ServerAccess.PASSWORD, "variable"));
  }

  @Test
  void theEndOfALineIsNoPartOfAPassword() {
    ServerAccess access =
        ServerAccess.of(parse("tin:"), Map.of(ServerAccess.PASSWORD, "of a secret \r\n"));
    assertThat(access.currentPassword()).contains("of a secret ");
  }

  @Test
  void everyPartIsRead() {
    ServerAddress address = parse("tin://a%40b@one.example,[::1]:7/my%20place?count=3&tls=true");
    assertThat(address.user()).contains("a@b");
    assertThat(address.hosts().toString()).isEqualTo("[one.example:7000, [::1]:7]");
    assertThat(address.place()).contains("my place");
    assertThat(address.number("count", 1, 9, 5)).isEqualTo(3);
    assertThat(address.flag("tls")).isTrue();
  }

  @Test
  void whatIsNotThereIsAbsent() {
    ServerAddress address = parse("tin:");
    assertThat(address.user()).isEmpty();
    assertThat(address.hosts()).isEmpty();
    assertThat(address.place()).isEmpty();
    assertThat(address.number("count", 1, 9, 5)).isEqualTo(5);
    assertThat(address.flag("tls")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tin:host | is tin://USER@HOST:PORT/PLACE",
        "tin://u:secret@host | put the password into a file and add password-file=FILE",
        "tin://h/x?size=1 | unknown parameter 'size': tin knows ca-file, count, password-file, tls",
        "tin://h:70000 | the port 70000, which is not from 1 to 65535",
        "tin://h,, | in the place of a host",
      })
  void whatIsWrongIsNamed(String address, String problem) {
    assertThatThrownBy(() -> parse(address))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("secret");
  }

  @Test
  void aParameterOutOfItsRangeIsNamed() {
    assertThatThrownBy(() -> parse("tin://h?count=10").number("count", 1, 9, 5))
        .hasMessageEndingWith("has count=10, which is no number from 1 to 9");
    assertThatThrownBy(() -> parse("tin://h?tls=yes").flag("tls"))
        .hasMessageEndingWith("has tls=yes, which is neither true nor false");
  }

  @Test
  void thePasswordIsReadAnewEachTime() throws Exception {
    assertThat(access("tin://h").currentPassword()).contains("variable");
    Path file = folder.resolve("password");
    Files.writeString(file, "first\nother line\n");
    ServerAccess access = access("tin://h?password-file=" + file);
    assertThat(access.currentPassword()).contains("first");
    Files.writeString(file, "second\n");
    assertThat(access.currentPassword()).contains("second");
    Files.delete(file);
    assertThatThrownBy(access::currentPassword).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void filesThatCannotBeUsedAreNamed() throws Exception {
    ServerAddress lost = parse("tin://h?password-file=/lost");
    assertThatThrownBy(() -> ServerAccess.of(lost, Map.of()).checkFiles(lost))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("password-file that cannot be read: /lost");
    Path file = Files.writeString(folder.resolve("ca"), "no certificate");
    ServerAddress empty = parse("tin://h?tls=true&ca-file=" + file);
    assertThatThrownBy(() -> ServerAccess.of(empty, Map.of()).checkFiles(empty))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("ca-file without certificates in PEM");
    assertThatThrownBy(() -> access("tin://h?ca-file=" + file))
        .hasMessageEndingWith("has a ca-file, which needs tls=true");
  }

  @Test
  void onlyAnEncryptedConnectionTrustsCertificates() {
    assertThat(access("tin://h").trust()).isEmpty();
    assertThat(access("tin://h?tls=true").trust()).isPresent();
  }
}
