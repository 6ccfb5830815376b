package dev.tintype.aws.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.aws.VersionedObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final Path ROOT = Path.of(System.getProperty("tintype.root", "../.."));

  /// A name in quotes, or in the documentation's backquotes.
  private static final Pattern IN_CODE = Pattern.compile("\"([A-Z]+(?:_[A-Z0-9]+)+)\"");

  private static final Pattern IN_TABLE = Pattern.compile("`([A-Z]+(?:_[A-Z0-9]+)+)`");

  @Test
  void thePageOnAwsListsExactlyTheNamesThatAreRead() throws IOException {
    Set<String> read = new TreeSet<>();
    read.addAll(names(IN_CODE, "functions/aws/src/main/java/dev/tintype/aws/host/Settings.java"));
    read.addAll(
        names(
            IN_CODE, "functions/core/src/main/java/dev/tintype/core/webhook/WebhookSettings.java"));
    read.addAll(
        names(
            IN_CODE,
            "functions/render-function/src/main/java/dev/tintype/renderfunction/RenderSettings.java"));
    assertThat(read).hasSizeGreaterThan(15);
    Set<String> listed = new TreeSet<>();
    String page = Files.readString(ROOT.resolve("docs/deploy.md"));
    page.lines()
        .dropWhile(line -> !line.equals("### Settings of the functions"))
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| "))
        .map(line -> line.split("\\|", -1)[1])
        .forEach(cell ->
            IN_TABLE.matcher(cell).results().map(found -> found.group(1)).forEach(listed::add));
    assertThat(listed).isEqualTo(read);
  }

  private static Set<String> names(Pattern pattern, String file) throws IOException {
    Set<String> names = new TreeSet<>();
    pattern
        .matcher(Files.readString(ROOT.resolve(file)))
        .results()
        .map(found -> found.group(1))
        .forEach(names::add);
    return names;
  }

  @ParameterizedTest
  @ValueSource(strings = {"recipes.json", "s3://config", "s3://config/", "s3:///recipes.json"})
  void thePlaceOfRecipesNamesABucketAndAKey(String place) {
    Settings settings = new Settings(Map.of("TINTYPE_RECIPES", place));
    assertThatThrownBy(settings::recipes).hasMessageContaining("TINTYPE_RECIPES must ");
  }

  @Test
  void recipesAreOptional() {
    assertThat(new Settings(Map.of("TINTYPE_RECIPES", "s3://config/a/b.json")).recipes())
        .contains(new VersionedObject.Place("config", "a/b.json"));
    assertThat(new Settings(Map.of("TINTYPE_RECIPES", " ")).recipes()).isEmpty();
  }

  @Test
  void aMissingSettingIsNamed() {
    Settings settings = new Settings(Map.of("TINTYPE_ORIGINALS", "file:x"));
    assertThatThrownBy(settings::jobs).hasMessageContaining("TINTYPE_JOBS");
    assertThatThrownBy(settings::originals).hasMessageContaining("s3://");
  }
}
