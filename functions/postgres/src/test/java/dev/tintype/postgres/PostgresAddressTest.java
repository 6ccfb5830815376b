package dev.tintype.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.provider.InvalidAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresAddressTest {

  private static PostgresAddress parse(String address, Map<String, String> environment) {
    return PostgresAddress.parse(address, PostgresSettings.of(environment));
  }

  @Test
  void everyPartMayBeInTheAddress() {
    PostgresAddress address =
        parse(
            "postgres://tin%40type@db.example:6432/images?sslmode=verify-full"
                + "&sslrootcert=/etc/ca.pem&password-file=/run/secrets/pg&connections=20"
                + "&direct=10.0.0.7",
            Map.of("PGUSER", "other", "PGHOST", "other", "PGSSLMODE", "disable"));
    assertThat(address.hosts()).isEqualTo("db.example:6432");
    assertThat(address.user()).isEqualTo("tin@type");
    assertThat(address.database()).isEqualTo("images");
    assertThat(address.sslMode()).contains("verify-full");
    assertThat(address.sslRootCert()).contains("/etc/ca.pem");
    assertThat(address.passwordFile()).contains("/run/secrets/pg");
    assertThat(address.connections()).isEqualTo(20);
    assertThat(address.direct()).contains("10.0.0.7:5432");
  }

  @Test
  void whatTheAddressLacksComesFromTheUsualVariables() {
    PostgresAddress address =
        parse(
            "postgres:",
            Map.of(
                "PGHOST", "a.example,b.example",
                "PGPORT", "5433",
                "PGUSER", "tintype",
                "PGDATABASE", "images",
                "PGSSLMODE", "require",
                "PGSSLROOTCERT", "/etc/ca.pem"));
    assertThat(address.hosts()).isEqualTo("a.example:5433,b.example:5433");
    assertThat(address.user()).isEqualTo("tintype");
    assertThat(address.database()).isEqualTo("images");
    assertThat(address.sslMode()).contains("require");
    assertThat(address.sslRootCert()).contains("/etc/ca.pem");
  }

  @Test
  void theSystemsCertificatesProveAServerOnlyByItsName() {
    assertThat(parse("postgres://t@db/x?sslrootcert=system", Map.of()).sslMode())
        .contains("verify-full");
    assertThatThrownBy(
            () -> parse("postgres://t@db/x?sslrootcert=system", Map.of("PGSSLMODE", "require")))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("only verify-full is safe");
  }

  @Test
  void theNameIsCompleteAndTheSameForEverySpelling() {
    Map<String, String> variables = Map.of("PGHOST", "db.example", "PGUSER", "tin@type/x");
    String name = parse("postgres:///images", variables).name();
    assertThat(name).isEqualTo("postgres://tin%40type%2Fx@db.example:5432/images");
    assertThat(parse(name, Map.of("PGHOST", "elsewhere")).name()).isEqualTo(name);
    assertThat(parse("postgres://tin%40type%2fx@db.example/images", Map.of()).name())
        .isEqualTo(name);
    String full =
        "postgres://t@db:6432/a%20b?password-file=%2Frun%2Fp&sslmode=require&connections=20"
            + "&direct=10.0.0.7:5432";
    assertThat(parse(full, Map.of()).name()).isEqualTo(full);
  }

  @Test
  void aPartOfTheAddressIsEnough() {
    PostgresAddress address = parse("postgres://@/images", Map.of("PGUSER", "tintype"));
    assertThat(address.hosts()).isEqualTo("localhost:5432");
    assertThat(address.database()).isEqualTo("images");
    assertThat(parse("postgres://tintype@[::1]", Map.of()).database()).isEqualTo("tintype");
    assertThat(parse("postgres://tintype@[::1]", Map.of()).hosts()).isEqualTo("[::1]:5432");
    assertThat(parse("postgres://t@a,b:7/x", Map.of()).hosts()).isEqualTo("a:5432,b:7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "postgres:images | is postgres://USER@HOST:PORT/DATABASE or postgres:",
        "postgres://db.example/images | names no user",
        "postgres://t@db:0/x | the port 0, which is not from 1 to 65535",
        "postgres://t@db:70000/x | the port 70000",
        "postgres://t@d b/x | 'd b' in the place of a host",
        "postgres://t@db/x?sslmode=on | sslmode 'on', which is none of allow, disable, prefer",
        "postgres://t@db/x?sslMode=require | unknown parameter 'sslMode': postgres knows"
            + " connections, direct, password-file, sslmode, sslrootcert",
        "postgres://t@db/x?connections=1 | connections=1, which is no number from 2 to 999",
        "postgres://t@db/x?sslmode= | sslmode without a value",
        "postgres://t@db/x?sslmode=allow&sslmode=allow | sslmode twice",
        "postgres://t%zz@db/x | a '%' that begins no encoded character",
      })
  void whatIsWrongIsNamed(String address, String problem) {
    assertThatThrownBy(() -> parse(address, Map.of()))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining(problem);
  }

  @Test
  void aPortIsNoPassword() {
    PostgresAddress address =
        parse("postgres://db:5433,db2:5434/x?password-file=/a@b", Map.of("PGUSER", "t"));
    assertThat(address.hosts()).isEqualTo("db:5433,db2:5434");
    assertThat(address.passwordFile()).contains("/a@b");
  }

  @Test
  void aFolderOfASocketIsRefused() {
    assertThatThrownBy(() -> parse("postgres:", Map.of("PGUSER", "t", "PGHOST", "/run/pg")))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("only TCP");
  }

  @Test
  void aPasswordIsRefusedAndNotShown() {
    for (String address :
        new String[] {
          "postgres://t:geheim@db/x",
          "postgres://t:ge:heim@db/x",
          "postgres://t:ge/heim@db/x",
          "postgres://t:ge?heim@db/x",
          "postgres://t:1234heim@db/x",
          "postgres://t@db/x?password=geheim"
        }) {
      assertThatThrownBy(() -> parse(address, Map.of()))
          .isInstanceOf(InvalidAddress.class)
          .hasMessageNotContaining("heim")
          .satisfies(e ->
              assertThat(((InvalidAddress) e).of("TINTYPE_JOBS").getMessage())
                  .doesNotContain("heim"));
    }
    assertThatThrownBy(() -> parse("postgres://t:geheim@db/x", Map.of()))
        .hasMessageContaining("password-file=FILE, or set PGPASSWORD or PGPASSFILE");
  }
}
