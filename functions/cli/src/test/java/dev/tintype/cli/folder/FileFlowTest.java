package dev.tintype.cli.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Keys;
import dev.tintype.core.Limits;
import dev.tintype.core.Manifest;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.port.Renderer;
import dev.tintype.core.state.Step;
import dev.tintype.server.settings.RecipeBook;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFlowTest {

  private static final Recipe RECIPE =
      new Recipe(
          "two",
          Size.widths(100, 200),
          Map.of(Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 70, 0))),
          "#ffffff",
          false);

  @TempDir private Path folder = Path.of("");
  private Path scratch = Path.of("");
  private final ScriptedRenderer renderer = new ScriptedRenderer();

  @BeforeEach
  void makeFolders() throws IOException {
    scratch = Files.createDirectory(folder.resolve("scratch"));
    Files.createDirectory(folder.resolve("out"));
    Files.writeString(folder.resolve("a.jpg"), "the bytes of a");
  }

  @Test
  void variantsWithEqualBytesAreWrittenUnderEachName() throws Exception {
    FileOutcome.Ready ready = ready(process());
    Path version = folderOf(ready);
    assertThat(version.resolve("100.jpg")).hasContent("rendered");
    assertThat(version.resolve("200.jpg")).hasContent("rendered");
    assertThat(list(version)).containsExactly("100.jpg", "200.jpg", "manifest.json");
    assertThat(ready.before()).isFalse();
  }

  @Test
  void aFinishedFileIsNotRenderedAgain() throws Exception {
    ready(process());
    assertThat(ready(process()).before()).isTrue();
    assertThat(renderer.calls).isEqualTo(1);
  }

  @Test
  void aChangedVariantIsRenderedAgain() throws Exception {
    Path version = folderOf(ready(process()));
    Files.writeString(version.resolve("200.jpg"), "renderer");
    assertThat(ready(process()).before()).isFalse();
    assertThat(version.resolve("200.jpg")).hasContent("rendered");
  }

  @Test
  void aMissingVariantIsRenderedAgain() throws Exception {
    Path version = folderOf(ready(process()));
    Files.delete(version.resolve("100.jpg"));
    assertThat(ready(process()).before()).isFalse();
    assertThat(version.resolve("100.jpg")).hasContent("rendered");
  }

  @Test
  void aFileWithADamagedManifestIsRenderedAgain() throws Exception {
    Path manifest = ready(process()).manifestPath();
    String whole = Files.readString(manifest);
    for (String damaged :
        List.of("", whole.substring(0, whole.length() / 2), whole.replace("100.jpg", "101.jpg"))) {
      Files.writeString(manifest, damaged);
      assertThat(ready(process()).before()).isFalse();
      assertThat(manifest).hasContent(whole);
    }
  }

  @Test
  void aFileWithAnIncompleteManifestIsRenderedAgain() throws Exception {
    FileOutcome.Ready ready = ready(process());
    String whole = Files.readString(ready.manifestPath());
    Manifest.Variant second = ready.manifest().variants().get(1);
    int cut = whole.indexOf(",{\"size\":" + second.size());
    Files.writeString(ready.manifestPath(), whole.substring(0, cut) + "]}\n");
    assertThat(ready(process()).before()).isFalse();
  }

  @Test
  void aFileIsRetriedAfterTheRendererDied() throws Exception {
    renderer.deaths = 1;
    ready(process());
    assertThat(renderer.calls).isEqualTo(2);
  }

  @Test
  void twoDeathsOfTheRendererRejectTheFile() throws Exception {
    renderer.deaths = 2;
    assertThat(process())
        .isEqualTo(new FileOutcome.Refused(Rejection.DECODER_CRASHED, "signal 11"));
    assertThat(renderer.calls).isEqualTo(2);
    assertThat(list(folder.resolve("out"))).isEmpty();
  }

  @Test
  void aTooLargeFileIsRejectedWithoutReading() throws Exception {
    try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve("a.jpg").toFile(), "rw")) {
      sparse.setLength(Limits.MAX_ORIGINAL_BYTES + 1);
    }
    assertThat(process())
        .isInstanceOfSatisfying(
            FileOutcome.Refused.class, r -> assertThat(r.reason()).isEqualTo(Rejection.TOO_LARGE));
    assertThat(renderer.calls).isZero();
  }

  @Test
  void aFileDeletedMeanwhileIsReported() throws Exception {
    Files.delete(folder.resolve("a.jpg"));
    assertThat(process()).isEqualTo(new FileOutcome.Unusable("It was deleted meanwhile."));
  }

  @Test
  void aFileInTheWayOfTheResultsIsReported() throws Exception {
    Files.writeString(folder.resolve("out/a.jpg"), "in the way");
    assertThat(process())
        .isInstanceOfSatisfying(
            FileOutcome.Unusable.class,
            unusable -> assertThat(unusable.message()).contains("out/a.jpg is in the way"));
    assertThat(folder.resolve("out/a.jpg")).hasContent("in the way");
  }

  /// 127 letters of two bytes each, and one more byte, fit into the 255 bytes of a name.
  @Test
  void theNameOfAResultMayHave255Bytes() throws Exception {
    String longest = "é".repeat(127) + "x";
    ready(process("b/" + longest));
    assertThat(process("b/" + longest + "x"))
        .isInstanceOfSatisfying(
            FileOutcome.Unusable.class,
            unusable -> assertThat(unusable.message()).contains("name is too long"));
    assertThat(list(folder.resolve("out/b"))).containsExactly(longest);
  }

  private FileOutcome process() throws IOException, InterruptedException {
    return process("a.jpg");
  }

  private FileOutcome process(String imageId) throws IOException, InterruptedException {
    FileFlow flow =
        new FileFlow(
            folder.resolve("out"),
            new RecipeBook.Usable(RECIPE, Optional.empty()),
            () -> Instant.EPOCH);
    OriginalFile file = new OriginalFile(folder.resolve("a.jpg"), new ImageId(imageId));
    return flow.process(file, scratch, renderer, step -> {});
  }

  private static FileOutcome.Ready ready(FileOutcome outcome) {
    assertThat(outcome).isInstanceOf(FileOutcome.Ready.class);
    return (FileOutcome.Ready) outcome;
  }

  private static Path folderOf(FileOutcome.Ready ready) {
    return ready.manifestPath().resolveSibling(".").normalize();
  }

  private static List<String> list(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  /// A renderer that writes one file for both sizes; first it dies the given number of times.
  private static final class ScriptedRenderer implements Renderer {
    private int calls;
    private int deaths;

    @Override
    public Rendering render(Request request, Progress progress) {
      calls++;
      try (var left = Files.list(request.variants())) {
        assertThat(left).isEmpty();
        Path file = request.variants().resolve("100.jpg");
        Files.writeString(file, "rendered");
        return deaths-- > 0
            ? new Rendering.Died(Step.DECODE, Rejection.DECODER_CRASHED, "signal 11")
            : rendered(request.job(), file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Rendering rendered(ImageJob job, Path file) {
      List<Manifest.Variant> variants = new ArrayList<>();
      for (Size size : job.recipe().sizes()) {
        variants.add(
            new Manifest.Variant(
                size.name(),
                Format.JPEG,
                100,
                80,
                8,
                Sha256.of("rendered"),
                false,
                Keys.variant(job.imageId(), job.version(), size.name(), Format.JPEG)));
      }
      Manifest manifest =
          new Manifest(
              job.imageId(),
              job.version(),
              new Manifest.RecipeRef(job.recipe().name(), job.recipe().digest()),
              new Manifest.OriginalInfo("jpeg", 100, 80, false, false, 1),
              new Manifest.RendererInfo(job.renderRevision(), "8.18.7", Map.of()),
              "2vcJNYZ2VHeveHemh2iWdoiAhQhX",
              "#665836",
              variants);
      return new Rendering.Rendered(
          manifest, variants.stream().map(v -> new RenderedFile(v, file)).toList());
    }

    @Override
    public void close() {}
  }
}
