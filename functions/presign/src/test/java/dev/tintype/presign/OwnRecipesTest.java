package dev.tintype.presign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.lines.Metrics;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.presign.VersionedBucket.Mood;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// The recipes in force while an operator stores files, good and bad ones.
class OwnRecipesTest {

  private static final Duration PERIOD = Duration.ofSeconds(30);
  private static final String BAD = "{\"recipes\": []}";

  private final TestClock clock = new TestClock(Instant.parse("2026-11-29T12:00:00Z"));
  private final MemoryStorage originals = new MemoryStorage(clock);
  private final ByteArrayOutputStream metrics = new ByteArrayOutputStream();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger("dev.tintype.flow");
  private final Handler handler = new Lines();
  private final VersionedBucket bucket = new VersionedBucket();

  OwnRecipesTest() throws IOException {}

  private final class Lines extends Handler {
    @Override
    public void publish(LogRecord record) {
      lines.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void close() {
    logger.removeHandler(handler);
    bucket.close();
  }

  /// @return what a new environment of the function has
  private OwnRecipes environment(String standard) {
    Settings settings =
        new Settings(
            Map.of(
                "AWS_REGION", "us-east-1",
                "AWS_ENDPOINT_URL", bucket.url().toString(),
                "TINTYPE_RECIPES", "s3://config/recipes.json"));
    Clients clients =
        new Clients(
            settings,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
            Wiring.LONGEST_CALL);
    RecipeSearch search =
        new RecipeSearch(
            clients.recipes(OwnRecipes.MOST_BYTES).orElseThrow(),
            standard,
            new StoredWatermarks(originals),
            clock);
    return new OwnRecipes(search, clock, new Metrics(new PrintStream(metrics), clock, "test"));
  }

  private OwnRecipes environment() {
    return environment("default");
  }

  private static String recipe(String name) {
    return """
    {"name": "%s", "sizes": [16], "formats": {"jpeg": [{"quality": 70, "effort": 0}]},
     "background": "#ffffff", "animation": false}\
    """
        .formatted(name);
  }

  private static String file(String name) {
    return "{\"recipes\": [" + recipe(name) + "]}";
  }

  private static List<String> names(RecipeBook book) {
    return book.recipes().stream().map(Recipe::name).toList();
  }

  private List<String> names(OwnRecipes recipes) {
    return names(recipes.get());
  }

  private List<String> later(OwnRecipes recipes) {
    clock.advance(PERIOD);
    return names(recipes);
  }

  /// On a busy machine the bucket may not answer within the second that a request waits. The
  /// function then keeps what it has and asks again later.
  private List<String> afterRejection(OwnRecipes recipes) {
    List<String> names = later(recipes);
    for (int tries = 0; rejections() == 0 && tries < 20; tries++) {
      names = later(recipes);
    }
    return names;
  }

  private long rejections() {
    return metrics
        .toString(UTF_8)
        .lines()
        .filter(line -> line.contains("\"RecipesRejected\":1"))
        .count();
  }

  @Test
  void withoutAFileTheBuiltInRecipesAreInForce() {
    assertThat(names(environment())).containsExactly("default", "fast");
    assertThat(names(environment("fast"))).containsExactly("fast", "default");
    assertThat(rejections()).isZero();
  }

  @Test
  void theRecipesOfTheFileAreAdded() {
    bucket.put(file("product"));
    assertThat(names(environment())).containsExactly("default", "fast", "product");
    assertThat(lines).contains("event=recipes.in_force detail=\"default, fast, product\"");
  }

  @Test
  void theFileNamesTheDefaultElseTheParameterDoes() {
    bucket.put(file("product"));
    assertThat(names(environment("product"))).containsExactly("product", "default", "fast");
    bucket.put("{\"default\": \"fast\", \"recipes\": [" + recipe("product") + "]}");
    assertThat(names(environment("product"))).containsExactly("fast", "default", "product");
  }

  @Test
  void aChangeIsInForceAfterThirtySeconds() {
    OwnRecipes recipes = environment();
    assertThat(names(recipes)).doesNotContain("product");
    bucket.put(file("product"));
    clock.advance(PERIOD.minusMillis(1));
    assertThat(names(recipes)).doesNotContain("product");
    assertThat(bucket.heard()).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(names(recipes)).contains("product");
  }

  @Test
  void anUnchangedFileIsNotSentAgain() {
    bucket.put(file("product"));
    OwnRecipes recipes = environment();
    RecipeBook first = recipes.get();
    clock.advance(PERIOD);
    assertThat(recipes.get()).isSameAs(first);
    assertThat(bucket.heard()).containsExactly("newest", "same");
    assertThat(lines).hasSize(1);
  }

  @Test
  void aDeletedFileLeavesTheBuiltInRecipes() {
    bucket.put(file("product"));
    OwnRecipes recipes = environment();
    assertThat(names(recipes)).contains("product");
    bucket.delete();
    assertThat(later(recipes)).containsExactly("default", "fast");
    assertThat(names(environment())).containsExactly("default", "fast");
    assertThat(rejections()).isZero();
  }

  @Test
  void aClockThatWasSetBackDoesNotKeepOldRecipes() {
    OwnRecipes recipes = environment();
    names(recipes);
    bucket.put(file("product"));
    clock.advance(Duration.ofHours(-1));
    assertThat(names(recipes)).contains("product");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"recipes": [     | not valid JSON
          ''                | expected a JSON object
          []                | expected a JSON object
          {"recipes": []}   | recipes must hold at least one recipe
          {"name": "ä"}     | not valid JSON: Invalid UTF-8
          {"default": "best", "recipes": [RECIPE]} | default must be one of default, fast, product, not 'best'
          {"recipes": [RECIPE, RECIPE]} | recipes[1].name must be another, since 'product' is taken
          {"recipes": [RECIPE], "more": 1} | unknown field more
          {"recipes": [RECIPE], "recipes": [RECIPE]} | Duplicate field
          {"recipes": [{"name": "product"}]} | recipes[0].sizes is missing
          """)
  void anInvalidFileIsRejectedAndTheLastOneKept(String text, String why) {
    bucket.put(file("before"));
    OwnRecipes recipes = environment();
    names(recipes);
    // As Latin-1, in which the letter ä is no UTF-8.
    bucket.put(VersionedBucket.KEY, text.replace("RECIPE", recipe("product")).getBytes(ISO_8859_1));
    assertThat(afterRejection(recipes)).containsExactly("default", "fast", "before");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("event=recipes.rejected"))
        .singleElement()
        .asString()
        .contains(why);
    assertThat(rejections()).isOne();
    assertThat(names(environment())).as("elsewhere").containsExactly("default", "fast", "before");
  }

  private static String marked(String watermark) {
    return """
    {"name": "shop", "sizes": [{"name": "box", "width": 64, "fit": "inside", "watermark": true}],
     "formats": {"jpeg": [{"quality": 70, "effort": 0}]}, "watermark": {%s},
     "background": "#ffffff", "animation": false}\
    """
        .formatted(watermark);
  }

  /// A job with it could only wait.
  @Test
  void aWatermarkThatIsNotStoredIsRejected() {
    byte[] logo = "logo".getBytes(UTF_8);
    Sha256 image = Sha256.of(logo);
    bucket.put(marked("\"sha256\": \"" + image + "\""));
    assertThat(names(environment())).containsExactly("default", "fast");
    assertThat(lines)
        .anyMatch(line -> line.contains("watermarks/" + image + ", which is not stored"));
    originals.put("watermarks/" + image, logo);
    assertThat(names(environment())).containsExactly("default", "fast", "shop");
  }

  @Test
  void aWatermarkIsNamedByItsDigestOnly() {
    bucket.put(marked("\"file\": \"logo.png\""));
    assertThat(names(environment())).containsExactly("default", "fast");
    assertThat(lines).anyMatch(line -> line.contains("watermark.file has no meaning on AWS"));
  }

  @Test
  void aFileThatIsTooLongIsRejectedWithoutReadingIt() {
    bucket.put(file("before"));
    bucket.put(file("long") + " ".repeat(OwnRecipes.MOST_BYTES));
    assertThat(names(environment())).containsExactly("default", "fast", "before");
    assertThat(lines).anyMatch(line -> line.contains("longer than 262144 bytes"));
  }

  @Test
  void theLongestFileIsRead() {
    String text = file("long");
    bucket.put(text + " ".repeat(OwnRecipes.MOST_BYTES - text.length()));
    assertThat(names(environment())).contains("long");
  }

  @Test
  void aFileWithoutTheDefaultRecipeIsRejected() {
    bucket.put(file("product"));
    OwnRecipes recipes = environment("product");
    names(recipes);
    bucket.put(file("banner"));
    assertThat(later(recipes)).containsExactly("product", "default", "fast");
    assertThat(lines)
        .anyMatch(line -> line.contains("default must be one of default, fast, banner"));
    bucket.delete();
    assertThat(later(recipes)).as("the default is still needed").startsWith("product");
    assertThat(names(environment("product"))).startsWith("product");
  }

  @Test
  void anEnvironmentThatStartsLaterFindsTheNewestValidVersion() {
    bucket.put(file("first"));
    bucket.put(file("second"));
    bucket.put(BAD);
    bucket.put("bad too");
    assertThat(names(environment())).containsExactly("default", "fast", "second");
    assertThat(bucket.heard()).containsExactly("newest", "versions", "v3", "v2");
  }

  @Test
  void anEnvironmentThatMissedVersionsFindsTheNewestValidOneToo() {
    bucket.put(file("first"));
    OwnRecipes idle = environment();
    names(idle);
    bucket.put(file("second"));
    bucket.put(BAD);
    assertThat(later(idle)).containsExactly("default", "fast", "second");
  }

  @Test
  void aDeletionCountsAsAVersion() {
    bucket.put(file("first"));
    bucket.delete();
    bucket.put(BAD);
    assertThat(names(environment())).containsExactly("default", "fast");
  }

  @Test
  void ofAFileAndItsDeletionInTheSameSecondTheFileCounts() {
    bucket.stopTheClock();
    bucket.put(file("first"));
    bucket.delete();
    bucket.put(BAD);
    assertThat(names(environment())).contains("first");
  }

  @Test
  void beforeTheFirstValidVersionTheBuiltInRecipesAreInForce() {
    bucket.put(BAD);
    bucket.put("bad too");
    assertThat(names(environment())).containsExactly("default", "fast");
    assertThat(rejections()).isOne();
  }

  @Test
  void aVersionWithTheSameContentAsTheRejectedOneIsNotReadAgain() {
    bucket.put(file("first"));
    bucket.put(BAD);
    bucket.put(BAD);
    assertThat(names(environment())).contains("first");
    assertThat(bucket.heard()).containsExactly("newest", "versions", "v1");
  }

  @Test
  void afterTenInvalidVersionsANewEnvironmentIsUnavailableAndAnOldOneKeepsItsRecipes() {
    bucket.put(file("first"));
    OwnRecipes recipes = environment();
    names(recipes);
    for (int i = 0; i < RecipeSearch.MOST_VERSIONS; i++) {
      bucket.put("bad " + i);
    }
    assertThat(later(recipes)).contains("first");
    assertThat(rejections()).isOne();
    OwnRecipes fresh = environment();
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(StoreUnavailable.class)
          .isThrownBy(fresh::get)
          .withMessageContaining("no valid version")
          .withMessageContaining("not valid JSON");
    }
    bucket.put(file("last"));
    assertThat(names(fresh)).contains("last");
    assertThat(later(recipes)).contains("last");
  }

  @Test
  void objectsWhoseKeysBeginAlikeAreNoVersions() {
    bucket.put(file("first"));
    for (int i = 0; i < RecipeSearch.MOST_VERSIONS; i++) {
      bucket.put(VersionedBucket.KEY + ".old", file("other" + i).getBytes(UTF_8));
    }
    bucket.put(BAD);
    assertThat(names(environment())).containsExactly("default", "fast", "first");
  }

  @Test
  void theMetricIsRepeatedUntilTheFileIsMended() {
    bucket.put(file("first"));
    bucket.put(BAD);
    OwnRecipes recipes = environment();
    names(recipes);
    later(recipes);
    assertThat(rejections()).isEqualTo(2);
    assertThat(lines).filteredOn(line -> line.contains("recipes.rejected")).hasSize(1);
    bucket.removeNewest();
    assertThat(later(recipes)).contains("first");
    later(recipes);
    assertThat(rejections()).isEqualTo(2);
  }

  @Test
  void withoutAFileThatHasTheDefaultRecipeNothingIsInForceUntilItIsStored() {
    OwnRecipes recipes = environment("product");
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(recipes::get)
        .withMessageContaining("default must be one of default, fast, not 'product'");
    bucket.put(file("product"));
    assertThat(names(recipes)).startsWith("product");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ANSWERS", "LISTS_NOTHING"})
  @Timeout(60)
  void aBucketThatDoesNotAnswerChangesNothing(Mood mood) {
    bucket.put(file("first"));
    OwnRecipes recipes = environment();
    names(recipes);
    bucket.put(file("second"));
    bucket.set(mood);
    clock.advance(Duration.ofMinutes(5));
    assertThat(names(recipes)).contains("first");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("event=recipes.unavailable ageSeconds=300 detail="))
        .hasSize(1);
    assertThat(names(recipes)).as("not asked again at once").contains("first");
    assertThat(lines).filteredOn(line -> line.contains("recipes.unavailable")).hasSize(1);
    assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(environment()::get);
    bucket.set(Mood.ANSWERS);
    assertThat(later(recipes)).contains("second");
    assertThat(rejections()).isZero();
  }

  @Test
  void withoutTheListOfVersionsTheLastRecipesAreKept() {
    bucket.put(file("first"));
    OwnRecipes recipes = environment();
    names(recipes);
    bucket.put(BAD);
    bucket.set(Mood.LISTS_NOTHING);
    assertThat(later(recipes)).contains("first");
    assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(environment()::get);
    bucket.set(Mood.ANSWERS);
    assertThat(later(recipes)).contains("first");
    assertThat(rejections()).isOne();
  }
}
