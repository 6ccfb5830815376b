package dev.tintype.cli.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.tintype.cli.capacity.AwsBill.Line;
import dev.tintype.cli.harness.ManyImages;
import dev.tintype.cli.plan.AwsPrices;
import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapacityTest {

  /// No file with such options was measured.
  private static final Recipe OTHER =
      new Recipe(
          "other",
          Size.widths(200, 400),
          Map.of(Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 20, 1))),
          "#ffffff",
          true);

  @TempDir private Path folder;

  private static Demand demand(long images, Recipe recipe, Optional<Double> originalBytes) {
    return new Demand(
        images, recipe, originalBytes, Optional.of(5_000.0), Optional.of(100.0), List.of(), 0.9);
  }

  private static Capacity measured(Recipe recipe) {
    return Capacity.of(demand(1_000, recipe, Optional.empty()), Capacity.measured());
  }

  private static String page(String name) throws Exception {
    return Files.readString(Path.of(System.getProperty("tintype.root"), "docs", name));
  }

  @Test
  void theMeasuredPhotoIsThatOfTheBenchmarks() throws Exception {
    for (Recipe recipe : List.of(Recipes.DEFAULT, Recipes.FAST)) {
      Matcher row =
          Pattern.compile(
                  "A warm 12 MP job under `%s`.*?\\| Tintype \\| ([0-9.]+) .*?\\| ([0-9]+) \\| 1.00"
                      .formatted(recipe.name()),
                  Pattern.DOTALL)
              .matcher(page("benchmarks.md"));
      assertThat(row.find()).isTrue();
      PerImage one = measured(recipe).perImage();
      assertThat(one.variantBytes()).contains(Double.parseDouble(row.group(2)));
      assertThat(one.cpuSeconds().orElseThrow())
          .isCloseTo(Double.parseDouble(row.group(1)), withinPercentage(1));
      assertThat(one.variants()).isEqualTo(21);
    }
  }

  @Test
  void theDollarsAreThoseOfTheDeploymentPage() throws Exception {
    List<String> rows =
        page("deploy.md")
            .lines()
            .dropWhile(line -> !line.startsWith("| USD for 1,000 photos"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    assertThat(rows).hasSize(10);
    for (int column : new int[] {1, 2}) {
      Capacity capacity = measured(column == 1 ? Recipes.FAST : Recipes.DEFAULT);
      for (int i = 0; i < 8; i++) {
        String[] cells = rows.get(i).substring(2).split(" \\| ?", -1);
        String[] names = cells[0].split("; `default`: ", -1);
        String name =
            column == 1 || names.length == 1
                ? names[0]
                : names[0].substring(0, names[0].indexOf(':') + 2) + names[1];
        Line line = capacity.once().get(i);
        assertThat(line.name()).isEqualTo(name);
        assertThat(String.format(Locale.ROOT, "%.3f", line.usd()))
            .as(name)
            .isEqualTo(cells[column]);
      }
      String[] sum = rows.get(8).substring(2).split(" \\| ?", -1);
      assertThat("**%.2f**".formatted(AwsBill.sum(capacity.once()))).isEqualTo(sum[column]);
      String[] storage = rows.get(9).substring(2).split(" \\| ?", -1);
      assertThat(String.format(Locale.ROOT, "%.2f", capacity.monthly().getFirst().usd()))
          .isEqualTo(storage[column]);
    }
  }

  @Test
  void thePricesAreThoseOfTheScriptThatWritesTheDeploymentPage() throws Exception {
    String script =
        Files.readString(Path.of(System.getProperty("tintype.root"), ".ci/aws/cost.py"));
    Map<String, Double> prices =
        Map.of(
            "Lambda GB-second", AwsPrices.GB_SECOND,
            "Lambda request", AwsPrices.INVOCATION,
            "HTTP API request", AwsPrices.HTTP_API,
            "S3 PUT", AwsPrices.S3_PUT,
            "S3 GET", AwsPrices.S3_GET,
            "S3 GB-month", AwsPrices.S3_GB_MONTH,
            "SQS request", AwsPrices.SQS,
            "write unit", AwsPrices.WRITE_UNIT,
            "read unit", AwsPrices.READ_UNIT,
            "event", AwsPrices.EVENT);
    prices.forEach((name, price) -> {
      Matcher line = Pattern.compile("\"%s\": ([0-9.e-]+)".formatted(name)).matcher(script);
      assertThat(line.find()).as(name).isTrue();
      assertThat(Double.parseDouble(line.group(1))).as(name).isEqualTo(price);
    });
  }

  @Test
  void theFixedCostsAreThoseOfTheDeploymentPage() throws Exception {
    String page = page("deploy.md");
    List<Line> fixed = measured(Recipes.FAST).monthly();
    assertThat(page)
        .contains("calls a month cost about " + usd(fixed.get(1)) + " ")
        .containsPattern("\\| 16 alarms[^|]*\\| " + usd(fixed.get(2)) + " \\|")
        .containsPattern("\\| 16 metrics[^|]*\\| " + usd(fixed.get(3)) + " \\|");
  }

  private static String usd(Line line) {
    return String.format(Locale.ROOT, "%.2f", line.usd());
  }

  @Test
  void largerOriginalsTakeLongerToDecodeAndSmallerOnesHaveSmallerFiles() {
    Capacity usual = measured(Recipes.FAST);
    Capacity large =
        Capacity.of(demand(1_000, Recipes.FAST, Optional.of(8_336_752.0)), Capacity.measured());
    Capacity small =
        Capacity.of(demand(1_000, Recipes.FAST, Optional.of(400_000.0)), Capacity.measured());
    assertThat(large.originalBytes()).isEqualTo(2 * usual.originalBytes());
    assertThat(large.variantBytes()).isEqualTo(usual.variantBytes());
    assertThat(large.cpuHours().orElseThrow()).isGreaterThan(usual.cpuHours().orElseThrow());
    assertThat(small.variantBytes().orElseThrow()).isLessThan(usual.variantBytes().orElseThrow());
    assertThat(small.files()).isEqualTo(usual.files()).isEqualTo(23_000);
    assertThat(usual.inodes()).isEqualTo(26_000);
    assertThat(usual.diskBytes().orElseThrow())
        .isEqualTo(2 * (usual.variantBytes().orElseThrow() + usual.originalBytes()));
  }

  @Test
  void workersAndTrafficFollowFromTheDemand() {
    Capacity capacity = measured(Recipes.FAST);
    double seconds = capacity.perImage().cpuSeconds().orElseThrow() + 0.122;
    assertThat(capacity.workers()).contains((long) Math.ceil(5_000 * seconds / 3_600 / 0.7));
    double viewed = capacity.viewedBytes().orElseThrow();
    assertThat(viewed)
        .isCloseTo(1_000 * 100.0 * capacity.perImage().viewBytes().orElseThrow(), within(1.0));
    assertThat(capacity.originBytes().orElseThrow()).isCloseTo(viewed / 10, within(1.0));
    // AVIF is the smallest format.
    assertThat(capacity.perImage().viewBytes().orElseThrow())
        .isLessThan(capacity.perImage().variantBytes().orElseThrow() / 21);
  }

  @Test
  void thePlotIsADocumentWithEveryLine() throws Exception {
    Capacity capacity = measured(Recipes.FAST);
    String svg = new CapacityPlot(capacity).svg();
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
    String text = document.getDocumentElement().getTextContent();
    assertThat(text).contains("originals", "5,000 images an hour", "On AWS once, USD");
    capacity.once().forEach(line -> assertThat(text).contains(line.name()));
    assertThat(new CapacityPlot(measured(OTHER)).svg()).contains(">unknown<");
  }

  @Test
  void whatIsNotKnownIsSaid() {
    Capacity capacity = measured(OTHER);
    assertThat(capacity.files()).isEqualTo(4_000);
    assertThat(capacity.variantBytes()).isEmpty();
    assertThat(capacity.workers()).isEmpty();
    assertThat(capacity.viewedBytes()).isEmpty();
    assertThat(capacity.once()).isEmpty();
    CapacityReport report = new CapacityReport(capacity);
    assertThat(String.join("\n", report.lines()))
        .contains(
            "files      4,000, 4 each",
            "variants   unknown\n",
            "rendering  unknown\n",
            "Upload some photos");
    assertThat(report.json().has("variantBytes")).isFalse();
    assertThat(report.json().path("files").asLong()).isEqualTo(4_000);
  }

  @Test
  void theImagesOfAnInstallationTellOfMore() {
    Path data = folder.resolve("data");
    ManyImages.in(data, 120);
    try (Backends backends =
        Backends.open(new DataFolder(data), InstantSource.system(), new SecureRandom())) {
      Sample sample = Capacity.own(backends.jobs(), "here").orElseThrow();
      assertThat(sample.isOwn()).isTrue();
      assertThat(sample.pictures()).hasSize(120);
      Capacity capacity = Capacity.of(demand(10, Recipes.DEFAULT, Optional.empty()), sample);
      assertThat(capacity.originalBytes()).isEqualTo(10_000);
      assertThat(capacity.variantBytes()).isPresent();
      assertThat(capacity.cpuHours()).as("their renderings were not measured").isEmpty();
      assertThat(new CapacityReport(capacity).lines())
          .contains("estimated from what was made of the newest 120 images of here");
    }
  }

  @Test
  void aFolderWithoutImagesIsNoSample() {
    try (Backends backends =
        Backends.open(new DataFolder(folder), InstantSource.system(), new SecureRandom())) {
      assertThat(Capacity.own(backends.jobs(), "here")).isEmpty();
    }
  }
}
