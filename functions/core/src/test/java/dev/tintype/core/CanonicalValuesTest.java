package dev.tintype.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.json.CanonicalJson;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CanonicalValuesTest {

  private static final int CASES = 2_000;

  private static String canonical(String json) {
    return CanonicalJson.of(Json.parse(json).node());
  }

  @ParameterizedTest
  @ValueSource(strings = {"18446744073709551617", "1e30", "1.5", "-1", "true"})
  void sizesMustBePositiveWholeNumbers(String element) {
    JsonObject json = Json.parse("{\"sizes\":[1," + element + "]}");
    assertThatThrownBy(() -> json.integers("sizes", 1, 16_000)).isInstanceOf(MalformedJson.class);
  }

  /// RFC 8785, section 3.2.3: properties are sorted by UTF-16 code units.
  @Test
  void propertiesAreSortedAsTheRfcRequires() {
    String json =
        """
        {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh",\
        "1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control",\
        "\\u00f6":"Latin Small Letter O With Diaeresis"}\
        """;
    assertThat(canonical(json))
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  /// RFC 8785, section 3.2.2, without its fractions and null.
  @Test
  void stringsAreEscapedAsTheRfcRequires() {
    String json =
        "{\"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
            + " \"literals\": [true, false]}";
    assertThat(canonical(json))
        .isEqualTo("{\"literals\":[true,false],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "9007199254740992, 9007199254740992",
    "-9007199254740992, -9007199254740992",
  })
  void integersAreWrittenWithoutExponentOrNegativeZero(String number, String expected) {
    assertThat(canonical("{\"n\":" + number + "}")).isEqualTo("{\"n\":" + expected + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "null", "9007199254740993", "1e400", "\"\\ud800\""})
  void valuesOutsideTheCanonicalSubsetAreRefused(String value) {
    assertThatThrownBy(() -> canonical("{\"n\":" + value + "}"))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void fieldOrderAndWhiteSpaceDoNotChangeTheCanonicalText() {
    assertThat(canonical("{ \"b\" : [1, 2] , \"a\" : {\"d\":true,\"c\":\"x\"} }"))
        .isEqualTo("{\"a\":{\"c\":\"x\",\"d\":true},\"b\":[1,2]}");
  }

  @Test
  void aRecipeReadsBackEqual() {
    for (int seed = 0; seed < CASES; seed++) {
      Recipe recipe = recipe(new Random(seed));
      Recipe read = RecipeJson.read(Json.parse(Json.write(RecipeJson.write(recipe))));
      assertThat(read).as("seed %d", seed).isEqualTo(recipe);
      assertThat(read.digest()).isEqualTo(recipe.digest());
    }
  }

  @Test
  void theDigestOfARecipeIgnoresItsName() {
    Recipe recipe = recipe(new Random(7));
    Recipe renamed =
        new Recipe(
            "another-name",
            recipe.sizes(),
            recipe.formats(),
            recipe.background(),
            recipe.animation());
    assertThat(renamed.digest()).isEqualTo(recipe.digest());
  }

  @Test
  void theDigestOfARecipeCoversEveryOtherField() {
    Map<Sha256, Recipe> digests = new TreeMap<>(java.util.Comparator.comparing(Sha256::hex));
    for (int seed = 0; seed < CASES; seed++) {
      Recipe recipe = recipe(new Random(seed));
      Recipe same = digests.putIfAbsent(recipe.digest(), recipe);
      assertThat(same == null || withoutName(same).equals(withoutName(recipe)))
          .as("seed %d", seed)
          .isTrue();
    }
  }

  private static Recipe withoutName(Recipe recipe) {
    return new Recipe(
        "x", recipe.sizes(), recipe.formats(), recipe.background(), recipe.animation());
  }

  static Recipe recipe(Random random) {
    TreeSet<Integer> sizes = new TreeSet<>();
    int count = 1 + random.nextInt(12);
    while (sizes.size() < count) {
      sizes.add(1 + random.nextInt(Limits.MAX_VARIANT_SIDE));
    }
    Formats formats = formats(random);
    List<Size> all = new ArrayList<>(sizes.stream().map(Size::ofWidth).toList());
    int last = random.nextInt(all.size());
    all.set(last, box(all.get(last).widthPx(), random));
    return new Recipe(
        "r" + random.nextInt(1000),
        all,
        formats,
        "#%06x".formatted(random.nextInt(1 << 24)),
        random.nextBoolean());
  }

  private static Size box(int widthPx, Random random) {
    return new Size(
        new SizeName("box"),
        widthPx,
        1 + random.nextInt(900),
        new Fit.Inside(random.nextBoolean()),
        random.nextBoolean(),
        random.nextBoolean() ? Optional.of(formats(random)) : Optional.empty());
  }

  private static Formats formats(Random random) {
    EnumMap<Format, List<Encoding>> formats = new EnumMap<>(Format.class);
    for (Format format : Format.values()) {
      if (random.nextBoolean() || (format == Format.PNG && formats.isEmpty())) {
        formats.put(format, encodings(format, random));
      }
    }
    return new Formats(formats);
  }

  private static List<Encoding> encodings(Format format, Random random) {
    List<Encoding> encodings = new ArrayList<>();
    int upTo = 0;
    for (int i = random.nextInt(3); i > 0; i--) {
      upTo += 1 + random.nextInt(1000);
      encodings.add(encoding(format, upTo, random));
    }
    encodings.add(encoding(format, Encoding.ANY_WIDTH, random));
    return encodings;
  }

  private static Encoding encoding(Format format, int upTo, Random random) {
    int effort = random.nextInt(Encoding.maxEffort(format) + 1);
    if (format == Format.PNG || (format != Format.JPEG && random.nextInt(3) == 0)) {
      return Encoding.lossless(upTo, effort);
    }
    boolean full = format != Format.WEBP && random.nextBoolean();
    return new Encoding(
        upTo,
        new Encoding.Lossy(
            1 + random.nextInt(100), full ? Encoding.Chroma.FULL : Encoding.Chroma.HALVED),
        effort);
  }

  @Test
  void aManifestReadsBackEqualAndGivesTheSameBytesEachTime() {
    for (int seed = 0; seed < CASES; seed++) {
      Manifest manifest = manifest(new Random(seed));
      byte[] bytes = ManifestJson.bytes(manifest);
      Manifest read = ManifestJson.read(Json.parse(bytes));
      assertThat(read).as("seed %d", seed).isEqualTo(manifest);
      assertThat(ManifestJson.bytes(read)).isEqualTo(bytes).endsWith('\n');
    }
  }

  private static Manifest manifest(Random random) {
    ImageId id = ulid(random);
    Version version = version(random);
    List<Manifest.Variant> variants = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      Format format = any(random, Format.values());
      int size = 1 + random.nextInt(16_000);
      variants.add(
          new Manifest.Variant(
              SizeName.ofWidth(size),
              format,
              1 + random.nextInt(size),
              1 + random.nextInt(16_000),
              random.nextLong(1L << 53),
              Sha256.of("" + random.nextLong()),
              random.nextBoolean(),
              Keys.variant(id, version, SizeName.ofWidth(size), format)));
    }
    return new Manifest(
        id,
        version,
        new Manifest.RecipeRef("name", Sha256.of("" + random.nextLong())),
        new Manifest.OriginalInfo(
            any(random, OriginalFormat.values()).id(),
            1 + random.nextInt(32_768),
            1 + random.nextInt(32_768),
            random.nextBoolean(),
            random.nextBoolean(),
            1 + random.nextInt(300)),
        new Manifest.RendererInfo(
            RenderRevision.parse("1-x"), "8.18.7", Map.of("ü\"\\", "1", "a", "2")),
        "thumb/hash+==",
        "#%06x".formatted(random.nextInt(1 << 24)),
        variants);
  }

  private static <T> T any(Random random, T[] values) {
    return List.of(values).get(random.nextInt(values.length));
  }

  private static ImageId ulid(Random random) {
    SecureRandom secure = new SecureRandom();
    return ImageId.newUlid(Instant.ofEpochMilli(random.nextLong(1L << 48)), secure);
  }

  private static Version version(Random random) {
    return new Version("%016x".formatted(random.nextLong()));
  }

  @Test
  void parsingAKeyReturnsTheIdsItWasBuiltFrom() {
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      ImageId id = ulid(random);
      Sha256 sha256 = Sha256.of("" + seed);
      assertThat(Keys.parseOriginal(Keys.original(id, sha256)))
          .contains(new Keys.OriginalKey(id, sha256));
      Format format = any(random, Format.values());
      Version version = version(random);
      String key = Keys.variant(id, version, SizeName.ofWidth(1 + random.nextInt(16_000)), format);
      assertThat(Keys.isPublic(key)).as(key).isTrue();
      assertThat(Keys.mediaType(key)).isEqualTo(format.mediaType());
      assertThat(key).startsWith(Keys.version(id, version)).startsWith(Keys.variants(id));
      assertThat(Keys.isPublic(Keys.manifest(id, version))).isTrue();
      assertThat(Keys.isPublic(Keys.original(id, sha256))).isFalse();
    }
  }

  @Test
  void almostValidKeysAreNotParsed() {
    Random random = new Random(1);
    String good = Keys.original(ulid(random), Sha256.of("x"));
    assertThat(Keys.parseOriginal(good)).isPresent();
    for (int i = 0; i < CASES; i++) {
      StringBuilder bad = new StringBuilder(good);
      bad.setCharAt(random.nextInt(bad.length()), "/.%+ U~é\n".charAt(random.nextInt(9)));
      if (!bad.toString().equals(good)) {
        assertThat(Keys.parseOriginal(bad.toString())).as(bad.toString()).isEmpty();
      }
      assertThat(Keys.parseOriginal(good + "/")).isEmpty();
    }
  }

  @Test
  void ulidsSortByTimeAndAreUnique() {
    SecureRandom random = new SecureRandom();
    Instant start = Instant.parse("2026-11-23T10:00:00Z");
    TreeSet<String> ids = new TreeSet<>();
    String last = "";
    for (int i = 0; i < CASES; i++) {
      String id = ImageId.newUlid(start.plusMillis(i), random).value();
      assertThat(ImageId.isUlid(id)).isTrue();
      assertThat(id).isGreaterThan(last);
      assertThat(ids.add(ImageId.newUlid(start, random).value())).isTrue();
      last = id;
    }
  }

  /// The example in the ULID specification: the first ten digits hold the time.
  @Test
  void theTimeOfAUlidIsEncodedAsSpecified() {
    assertThat(ImageId.newUlid(Instant.ofEpochMilli(1469918176385L), new SecureRandom()).value())
        .startsWith("01ARYZ6S41");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "a//b", "a/", "/a", ".", "..", "a/../b", "a/./b", "a\\b", "a\nb", "a\0"})
  void unsafePathsAreNotImageIds(String text) {
    assertThatThrownBy(() -> new ImageId(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a b", ".a", "..a", "a..", "photos/2024/ü ö.jpg", "a~2"})
  void ordinaryPathsAreImageIds(String text) {
    assertThat(new ImageId(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0-test", "1-x86_64", "12-arm64", "999999999-unknown"})
  void aRenderRevisionReadsBackEqual(String text) {
    assertThat(RenderRevision.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1-", "-arm64", "01-arm64", "1000000000-arm64", "1-a b", "x-y"})
  void anythingElseIsNoRenderRevision(String text) {
    assertThatThrownBy(() -> RenderRevision.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theNumberOrdersRenderRevisions() {
    RenderRevision nine = RenderRevision.parse("9-b");
    RenderRevision ten = RenderRevision.parse("10-a");
    assertThat(nine.isOlderThan(ten)).isTrue();
    assertThat(ten.isOlderThan(nine)).isFalse();
    assertThat(nine.isOlderThan(RenderRevision.parse("9-c"))).isFalse();
  }

  @Test
  void aVersionChangesWithEachOfItsParts() {
    RenderRevision first = RenderRevision.parse("1-x");
    Sha256 a = Sha256.of("a");
    Sha256 b = Sha256.of("b");
    assertThat(
            List.of(
                Version.of(a, b, first),
                Version.of(b, a, first),
                Version.of(a, a, first),
                Version.of(a, b, RenderRevision.parse("2-x"))))
        .doesNotHaveDuplicates();
    assertThat(Version.of(a, b, first)).isEqualTo(Version.of(a, b, first));
  }
}
