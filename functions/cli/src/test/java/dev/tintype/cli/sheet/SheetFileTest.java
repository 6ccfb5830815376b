package dev.tintype.cli.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Format;
import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.SizeName;
import dev.tintype.core.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SheetFileTest {

  private static final Version VERSION = new Version("0123456789abcdef");

  @TempDir private Path results = Path.of("");
  @TempDir private Path scratch = Path.of("");

  @Test
  void namesAreEscapedInMarkup() throws IOException {
    String hostile = "<img src=x onerror=alert(1)>\"'& 100%, é.jpg";
    String page = write(List.of(manifest(hostile)), List.of(new Failure(hostile, "<b>", "<i>")));
    assertThat(page).doesNotContain("<img src=x", "<b></code>", "<i></p>");
    assertThat(page)
        .contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp; 100%, é.jpg")
        .contains(
            "href=\"%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E%22%27%26%20100%25%2C%20%C3%A9.jpg/"
                + VERSION
                + "/160.avif\"");
  }

  @Test
  void theSheetLoadsNothingFromElsewhere() throws IOException {
    String page = write(List.of(manifest("a.jpg")), List.of());
    assertThat(page).doesNotContain("http:", "https:", "//cdn", "@import", "<script ");
  }

  @Test
  void theOnlyScriptIsTheOneThatThePolicyNames() throws IOException {
    String hostile = "<script>alert(1)</script><template>.jpg";
    String page = write(List.of(manifest(hostile)), List.of(new Failure(hostile, "a", "b")));
    List<String> scripts =
        Pattern.compile("(?s)<script>(.*?)</script>")
            .matcher(page)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(scripts).hasSize(1);
    byte[] digest = Sha256.newDigest().digest(scripts.getFirst().getBytes(StandardCharsets.UTF_8));
    assertThat(page)
        .contains(
            "content=\"default-src 'none';",
            "script-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'\"");
  }

  @Test
  void theMarkupOfEachCropIsThereToCopy() throws IOException {
    String page = write(List.of(manifest("a&b.jpg")), List.of());
    assertThat(page)
        .contains("<template data-crop=\"\"><picture><source", "name=\"alt\"")
        .contains("value=\"a&amp;b.jpg\"")
        .doesNotContain("name=\"crop\"");
  }

  @Test
  void everyVariantIsShownWithItsPixelsAndBytes() throws IOException {
    assertThat(write(List.of(manifest("a.jpg")), List.of()))
        .contains("<picture><source type=\"image/avif\"")
        .contains("<img src=\"a.jpg/", "AVIF, 160 × 120 px, 1.2 kB")
        .contains("JPEG, 160 × 120 px, 2.4 kB");
  }

  @Test
  void theSheetKeepsShowingExistingVersions() throws IOException {
    write(List.of(manifest("a.jpg"), manifest("sub/b & <c>.jpg")), List.of());
    String second = write(List.of(manifest("d.jpg")), List.of());
    assertThat(second)
        .contains("<h2>a.jpg</h2>", "<h2>sub/b &amp; &lt;c&gt;.jpg</h2>", "<h2>d.jpg</h2>");
    Files.delete(results.resolve(Keys.manifest(new ImageId("a.jpg"), VERSION)));
    assertThat(write(List.of(), List.of())).doesNotContain("<h2>a.jpg</h2>").contains("d.jpg");
  }

  @Test
  void theSameFolderGivesTheSamePage() throws IOException {
    String first = write(List.of(manifest("b.jpg"), manifest("a.jpg")), List.of());
    assertThat(write(List.of(manifest("a.jpg"), manifest("b.jpg")), List.of())).isEqualTo(first);
  }

  @Test
  void aForeignPageIsReplaced() throws IOException {
    Files.writeString(
        results.resolve("index.html"),
        "<article data-manifest=\"../../etc/0123456789abcdef/manifest.json\">");
    assertThat(write(List.of(), List.of(new Failure("x", "truncated", "Cut off."))))
        .contains("1 file without variants")
        .doesNotContain("etc");
  }

  @Test
  void aPageThatIsNotTextIsReplaced() throws IOException {
    Files.write(results.resolve("index.html"), new byte[] {(byte) 0xff, '\n', (byte) 0xc0, 0});
    assertThat(write(List.of(manifest("a.jpg")), List.of())).contains("<h2>a.jpg</h2>");
  }

  @Test
  void manyFailuresAreCountedAndTheFirstAreNamed() throws IOException {
    List<Failure> failures =
        IntStream.range(0, 250)
            .mapToObj(i -> new Failure(name(i), "truncated", "Cut off."))
            .toList();
    assertThat(write(List.of(manifest("a.jpg")), failures))
        .contains("250 files without variants", name(199), "And 50 more")
        .doesNotContain(name(200));
  }

  @Test
  void aSizeWithoutAFormatHasAnEmptyCell() throws IOException {
    Manifest some = manifest("a.jpg");
    Manifest.Variant logo =
        new Manifest.Variant(
            new SizeName("logo"),
            Format.PNG,
            90,
            60,
            700,
            Sha256.of("x"),
            false,
            Keys.variant(some.imageId(), VERSION, new SizeName("logo"), Format.PNG));
    List<Manifest.Variant> variants = new ArrayList<>(some.variants());
    variants.add(logo);
    Manifest mixed =
        new Manifest(
            some.imageId(),
            some.version(),
            some.recipe(),
            some.original(),
            some.renderer(),
            some.thumbhash(),
            some.dominantColor(),
            variants);
    String page = write(List.of(mixed), List.of());
    assertThat(page.lines().filter(line -> line.startsWith("<tr><th>AVIF")))
        .singleElement()
        .asString()
        .endsWith("</td><td></td></tr>");
    assertThat(page.lines().filter(line -> line.startsWith("<tr><th>PNG")))
        .singleElement()
        .asString()
        .contains("</th><td></td><td><a href=", "<img class=\"box\" src=");
  }

  private String write(List<Manifest> manifests, List<Failure> failures) throws IOException {
    for (Manifest manifest : manifests) {
      Path file = results.resolve(Keys.manifest(manifest.imageId(), manifest.version()));
      Files.createDirectories(file.getParent());
      Files.write(file, ManifestJson.bytes(manifest));
    }
    Failures counted = new Failures();
    failures.forEach(counted::add);
    new SheetFile(results).write(manifests.stream().map(VersionKey::of).toList(), counted, scratch);
    return Files.readString(results.resolve("index.html"));
  }

  private static String name(int number) {
    return "%04d.jpg".formatted(number);
  }

  static Manifest manifest(String name) {
    ImageId id = new ImageId(name);
    return new Manifest(
        id,
        VERSION,
        new Manifest.RecipeRef("fast", Sha256.of("recipe")),
        new Manifest.OriginalInfo("jpeg", 160, 120, false, false, 1),
        new Manifest.RendererInfo(RenderRevision.parse("1-x86_64"), "8.18.7", Map.of()),
        "2vcJNYZ2VHeveHemh2iWdoiAhQhX",
        "#665836",
        List.of(variant(id, Format.AVIF, 1200), variant(id, Format.JPEG, 2400)));
  }

  private static Manifest.Variant variant(ImageId id, Format format, long bytes) {
    return new Manifest.Variant(
        SizeName.ofWidth(160),
        format,
        160,
        120,
        bytes,
        Sha256.of("x"),
        false,
        Keys.variant(id, VERSION, SizeName.ofWidth(160), format));
  }
}
