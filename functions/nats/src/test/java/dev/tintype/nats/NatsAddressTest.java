package dev.tintype.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.ServerAccess;
import io.nats.client.NKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NatsAddressTest {

  private static NatsAddress parse(String address) {
    return NatsAddress.parse(address, Map.of());
  }

  @Test
  void everyPartMayBeInTheAddress() {
    NatsAddress address =
        parse(
            "nats://tin%40type@a.example:5222,b.example?stream=images&replicas=3&tls=true"
                + "&ca-file=/etc/ca.pem&password-file=/run/secrets/nats");
    assertThat(address.hosts()).isEqualTo("a.example:5222,b.example:4222");
    assertThat(address.access().user()).contains("tin@type");
    assertThat(address.access().isEncrypted()).isTrue();
    assertThat(address.access().caFile()).contains(Path.of("/etc/ca.pem"));
    assertThat(address.access().passwordFile()).contains(Path.of("/run/secrets/nats"));
    assertThat(address.names().stream()).isEqualTo("images");
    assertThat(address.replicas()).contains(3);
  }

  @Test
  void nothingIsNeeded() {
    NatsAddress address = parse("nats:");
    assertThat(address.hosts()).isEqualTo("localhost:4222");
    assertThat(address.names().stream()).isEqualTo("tintype");
    assertThat(address.replicas()).isEmpty();
    assertThat(address.access().user()).isEmpty();
    assertThat(parse("nats://[::1]").hosts()).isEqualTo("[::1]:4222");
  }

  @Test
  void aPasswordMayBeInTheEnvironment() {
    NatsAddress address =
        NatsAddress.parse("nats://t@a", Map.of(ServerAccess.PASSWORD, "from there"));
    assertThat(address.access().currentPassword()).contains("from there");
  }

  @Test
  void aFileOfCredentialsSaysWhoConnects() {
    assertThat(parse("nats://a?creds-file=/run/creds").credentials())
        .contains(Path.of("/run/creds"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "nats:tintype | is nats://USER@HOST:PORT,HOST:PORT, not",
        "nats://a/tintype | has '/tintype' behind the servers: write stream=NAME",
        "nats://a?stream=a.b | has stream=a.b, which is no name of",
        "nats://a?stream=>  | has stream=>, which is no name of",
        "nats://a?replicas=0 | has replicas=0, which is no number from 1 to 5",
        "nats://a?replicas=9 | has replicas=9, which is no number from 1 to 5",
        "nats://a?tls=yes | has tls=yes, which is neither true nor false",
        "nats://a?ca-file=/x | has a ca-file, which needs tls=true",
        "nats://u@a?creds-file=/x | neither a user nor a password-file",
        "nats://a?creds-file=/x&password-file=/y | neither a user nor a password-file",
        "nats://a?subject=x | unknown parameter 'subject': nats knows ca-file, creds-file,"
            + " password-file, replicas, stream, tls",
      })
  void whatIsWrongIsNamed(String address, String problem) {
    assertThatThrownBy(() -> parse(address))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining(problem);
  }

  @Test
  void aPasswordIsRefusedAndNotShown() {
    assertThatThrownBy(() -> parse("nats://t:geheim@a?stream=x"))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining(ServerAccess.ADVICE)
        .hasMessageNotContaining("geheim");
  }

  @Test
  void aFileThatTheAddressNamesMustBeThere() {
    for (String parameter : new String[] {"password-file", "creds-file", "ca-file"}) {
      String address = "nats://a?" + parameter + "=/not/there";
      NatsAddress parsed = parse(parameter.equals("ca-file") ? address + "&tls=true" : address);
      assertThatThrownBy(parsed::checkFiles)
          .isInstanceOf(InvalidAddress.class)
          .hasMessageContaining("names a " + parameter + " that cannot be read: /not/there");
    }
  }

  @Test
  void aFileOfCredentialsMustHaveAKey(@TempDir Path folder) throws Exception {
    String key = new String(NKey.createUser(new SecureRandom()).getSeed());
    Path file = folder.resolve("creds");
    NatsAddress address = parse("nats://a?creds-file=" + file);
    for (String text : new String[] {"", "no key\n", key.substring(0, 40) + "\n"}) {
      Files.writeString(file, text);
      assertThatThrownBy(address::checkFiles)
          .isInstanceOf(InvalidAddress.class)
          .hasMessageContaining("names a creds-file without a whole key of a user: " + file)
          .hasMessageNotContaining(key.substring(0, 40));
    }
    Files.writeString(file, key + "\n");
    assertThatCode(address::checkFiles).doesNotThrowAnyException();
  }
}
