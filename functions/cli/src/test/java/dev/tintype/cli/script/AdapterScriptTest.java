package dev.tintype.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The adapters that are on the class path only if a setting names their scheme.
class AdapterScriptTest {

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3://one | TINTYPE_STORAGE needs two buckets, of originals and of variants, as in s3://ORIGINALS,VARIANTS.",
        "tape:/dev/st0 | TINTYPE_STORAGE is file:DIR or s3://ORIGINALS,VARIANTS, not 'tape:/dev/st0'."
      })
  void aWrongAddressIsReportedInOneSentence(String address, String sentence) throws Exception {
    Running.Ended run = new Script(folder).with("TINTYPE_STORAGE", address).run("serve");
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("tintype: " + sentence + "\n");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void missingCredentialsAreReportedInOneSentence() throws Exception {
    Running.Ended run =
        new Script(folder)
            .with("TINTYPE_STORAGE", "s3://one,two?endpoint=http://127.0.0.1:1")
            .and("AWS_EC2_METADATA_DISABLED", "true")
            .and("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString())
            .and("AWS_CONFIG_FILE", folder.resolve("none").toString())
            .run("serve");
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("tintype: TINTYPE_STORAGE needs credentials of the store: set AWS_ACCESS_KEY")
        .hasLineCount(1);
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsReportedInOneSentence() throws Exception {
    Running.Ended run =
        new Script(folder)
            .with("TINTYPE_JOBS", "postgres://tintype@127.0.0.1:1/tintype")
            .run("token", "list");
    assertThat(run.status()).as(run.err()).isNotZero();
    assertThat(run.err()).startsWith("tintype: ").contains("127.0.0.1:1").hasLineCount(1);
  }

  @Test
  void jarsOfASchemeAreOnTheClassPathOnlyWhenASettingNamesIt() throws Exception {
    assertThat(classPath("")).doesNotContain("/lib/s3/", "awssdk");
    assertThat(classPath("file:data")).doesNotContain("/lib/s3/");
    assertThat(classPath("s3://one,two"))
        .startsWith(classPath("") + ":")
        .contains("/lib/s3/s3-", "/lib/s3/url-connection-client-");
  }

  /// The class path as the JVM prints it.
  private String classPath(String storage) throws Exception {
    Running.Ended run =
        new Script(folder)
            .with("TINTYPE_STORAGE", storage)
            .and("JDK_JAVA_OPTIONS", "-XshowSettings:properties")
            .run("status", "--help");
    assertThat(run.status()).as(run.err()).isZero();
    return (run.out() + run.err())
        .lines()
        .map(line -> line.strip().replaceFirst("^java\\.class\\.path = ", ""))
        .filter(line -> line.endsWith(".jar"))
        .collect(Collectors.joining(":"));
  }
}
