package dev.tintype.render.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Fit;
import dev.tintype.core.Focus;
import dev.tintype.core.Format;
import dev.tintype.core.Gravity;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.port.Renderer.RenderedFile;
import dev.tintype.core.port.Renderer.Rendering.Rendered;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.Reuse.Former;
import dev.tintype.render.specimens.Gif;
import dev.tintype.render.specimens.Jpeg;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A rendering that reuses files of an earlier version gives the same version as a full one, byte
/// by byte: the same manifest, which holds the digest of every file, and the same new files.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReusedBytesTest {

  private static final Optional<Focus> LEFT = Optional.of(new Focus(2000, 3000));
  private static final Optional<Focus> RIGHT = Optional.of(new Focus(7500, 8000));

  private static final Recipe BASE =
      new Recipe(
          "base",
          List.of(
              Size.ofWidth(30),
              Size.ofWidth(70),
              Size.ofWidth(120),
              Size.ofWidth(170),
              size("card", 90, 40, new Fit.Cover(false, Gravity.CENTRE)),
              size("same", 90, 40, new Fit.Cover(false, Gravity.CENTRE)),
              size("found", 40, 60, new Fit.Cover(false, new Fit.Attention())),
              size("corner", 50, 50, new Fit.Cover(true, Gravity.NORTH_EAST)),
              size("padded", 80, 80, contain(Fit.Padding.BACKGROUND)),
              size("clear", 80, 80, contain(Fit.Padding.TRANSPARENT)),
              size("large", 260, 260, new Fit.Inside(true))),
          formats(75),
          "#ffffff",
          /* animation= */ true);

  /// Has the first level of [#BASE], and its smallest one.
  private static final Recipe TWO = with(List.of(BASE.sizes().getFirst(), BASE.sizes().getLast()));

  @TempDir private static Path folder;
  private TrialRenderer renderer;
  private final Map<ImageJob, Rendered> full = new HashMap<>();
  private int folders;
  private int reused;

  private static Size size(String name, int width, int height, Fit fit) {
    return new Size(new SizeName(name), width, height, fit);
  }

  private static Fit contain(Fit.Padding padding) {
    return new Fit.Contain(false, Gravity.CENTRE, padding);
  }

  private static Map<Format, List<Encoding>> formats(int jpegQuality) {
    Map<Format, List<Encoding>> formats = new EnumMap<>(Format.class);
    formats.put(Format.AVIF, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0)));
    formats.put(Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 70, 0)));
    formats.put(Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, jpegQuality, 0)));
    formats.put(Format.PNG, List.of(Encoding.lossless(Encoding.ANY_WIDTH, 1)));
    return formats;
  }

  private static Recipe with(List<Size> sizes) {
    return new Recipe("base", sizes, BASE.formats(), BASE.background(), true);
  }

  @BeforeAll
  void start() throws Exception {
    renderer = TrialRenderer.asInService(Files.createDirectory(folder.resolve("renderer")));
  }

  @AfterAll
  void stop() {
    renderer.close();
  }

  private static ImageJob job(byte[] original, Recipe recipe, Optional<Focus> focus) {
    return ImageJob.of(
        new ImageId("01JD0000000000000000000000"),
        new ImageJob.Original(Sha256.of(original), original.length, "image/jpeg", focus),
        recipe,
        RenderRevision.CURRENT,
        Instant.EPOCH);
  }

  private Rendered render(byte[] original, ImageJob job, Optional<Reuse> reuse) throws Exception {
    Path to = Files.createDirectory(folder.resolve("variants-" + folders++));
    return (Rendered) renderer.render(original, job, reuse, to);
  }

  private Rendered full(byte[] original, ImageJob job) throws Exception {
    Rendered known = full.get(job);
    if (known == null) {
      known = render(original, job, Optional.empty());
      full.put(job, known);
    }
    return known;
  }

  /// @return how many files were made
  private int assertEqual(byte[] original, ImageJob before, ImageJob after) throws Exception {
    Former former = new Former(before, full(original, before).manifest());
    Rendered wanted = full(original, after);
    Optional<Reuse> reuse = renderer.reuse(after, List.of(former));
    Rendered made = render(original, after, reuse);

    String change = before.recipe() + " to " + after.recipe();
    assertThat(text(made.manifest())).as(change).isEqualTo(text(wanted.manifest()));
    assertThat(made.note()).isEqualTo(wanted.note());
    Map<Sha256, Path> all = new HashMap<>();
    wanted.files().forEach(file -> all.put(file.variant().sha256(), file.path()));
    for (RenderedFile file : made.files()) {
      assertThat(file.path()).hasSameBinaryContentAs(all.get(file.variant().sha256()));
    }
    TreeSet<String> names = new TreeSet<>();
    made.files().forEach(file -> names.add(file.path().getFileName().toString()));
    TreeSet<String> expected = new TreeSet<>();
    wanted.files().forEach(file -> expected.add(file.path().getFileName().toString()));
    reuse.ifPresent(has -> expected.removeAll(has.files().keySet()));
    assertThat(names).as(change).isEqualTo(expected);
    reused += reuse.map(has -> has.files().size()).orElse(0);
    return names.size();
  }

  private static String text(Manifest manifest) {
    return new String(ManifestJson.bytes(manifest), StandardCharsets.UTF_8);
  }

  /// Removes and adds each size.
  private void assertEachSize(byte[] original) throws Exception {
    ImageJob all = job(original, BASE, Optional.empty());
    for (Size size : BASE.sizes()) {
      List<Size> others = new ArrayList<>(BASE.sizes());
      others.remove(size);
      ImageJob fewer = job(original, with(others), Optional.empty());
      assertEqual(original, all, fewer);
      assertEqual(original, fewer, all);
    }
    assertThat(reused).isGreaterThan(BASE.sizes().size() * BASE.variantCount());
  }

  private static byte[] animation() {
    Picture frame = Picture.scene(180, 140).mapped(argb -> argb & 0xffc0c0c0);
    return new Gif(70, 0).encode(List.of(frame, frame.stored(3), frame.stored(2)));
  }

  @Test
  void addingOrRemovingASizeOfAPhoto() throws Exception {
    assertEachSize(Jpeg.plain(85).encode(Picture.scene(200, 150)));
  }

  @Test
  void addingOrRemovingASizeOfAnAnimation() throws Exception {
    assertEachSize(animation());
  }

  @Test
  void addingOrRemovingASizeOfATransparentPicture() throws Exception {
    assertEachSize(Png.of(Png.Type.RGBA).encode(Picture.glass(190, 130)));
  }

  @Test
  void otherChangesOfARecipe() throws Exception {
    for (byte[] original :
        List.of(
            Jpeg.plain(85).encode(Picture.scene(200, 150)),
            Png.of(Png.Type.RGBA).encode(Picture.glass(190, 130)),
            animation())) {
      ImageJob base = job(original, BASE, LEFT);
      ImageJob moved = job(original, BASE, RIGHT);
      // Only "card" and "found" give way to a focal point; "same" shows what "card" shows.
      assertThat(assertEqual(original, base, moved)).isEqualTo(8);
      assertThat(assertEqual(original, moved, base)).isEqualTo(8);
      for (Recipe changed : changes()) {
        ImageJob after = job(original, changed, LEFT);
        assertEqual(original, base, after);
        assertEqual(original, after, base);
      }
    }
  }

  private static List<Recipe> changes() {
    List<Recipe> changes = new ArrayList<>();
    changes.add(new Recipe("base", BASE.sizes(), formats(60), "#ffffff", true));
    changes.add(new Recipe("base", BASE.sizes(), BASE.formats(), "#204060", true));
    changes.add(new Recipe("base", BASE.sizes(), BASE.formats(), "#ffffff", false));
    Map<Format, List<Encoding>> fewer = formats(75);
    fewer.remove(Format.AVIF);
    changes.add(new Recipe("base", BASE.sizes(), fewer, "#ffffff", true));
    List<Size> sharp = new ArrayList<>();
    for (Size size : BASE.sizes()) {
      sharp.add(
          size.name().isWidth()
              ? size
              : new Size(
                  size.name(), size.widthPx(), size.heightPx(), size.fit(), true, size.formats()));
    }
    changes.add(with(sharp));
    return changes;
  }

  @Test
  void reuseOfAnotherOriginalIsNotUsed() throws Exception {
    byte[] original = Jpeg.plain(85).encode(Picture.scene(200, 150));
    ImageJob before = job(original, TWO, LEFT);
    ImageJob after = job(original, BASE, LEFT);
    Former former = new Former(before, full(original, before).manifest());
    Reuse reuse = renderer.reuse(after, List.of(former)).orElseThrow();
    Manifest.OriginalInfo said = reuse.original();
    Reuse untrue =
        new Reuse(
            new Manifest.OriginalInfo(
                said.format(), said.width(), said.height(), false, !said.alpha(), said.frames()),
            reuse.files(),
            reuse.placeholder());

    Rendered made = render(original, after, Optional.of(untrue));

    assertThat(made.files()).hasSize(BASE.variantCount());
    assertThat(text(made.manifest())).isEqualTo(text(full(original, after).manifest()));
  }

  @Test
  void whatAnotherLibraryMadeIsNotReused() throws Exception {
    byte[] original = Jpeg.plain(85).encode(Picture.scene(200, 150));
    ImageJob before = job(original, TWO, LEFT);
    Manifest manifest = full(original, before).manifest();
    Manifest older =
        new Manifest(
            manifest.imageId(),
            manifest.version(),
            manifest.recipe(),
            manifest.original(),
            new Manifest.RendererInfo(
                manifest.renderer().revision(), "8.0.0", manifest.renderer().codecs()),
            manifest.thumbhash(),
            manifest.dominantColor(),
            manifest.variants());

    ImageJob after = job(original, BASE, LEFT);
    assertThat(renderer.reuse(after, List.of(new Former(before, manifest)))).isPresent();
    assertThat(renderer.reuse(after, List.of(new Former(before, older)))).isEmpty();
  }

  @Test
  void aVersionThatIsWholeInAnotherOneNeedsNoPixels() throws Exception {
    byte[] original = Jpeg.plain(85).encode(Picture.scene(200, 150));
    List<Size> sizes = new ArrayList<>(BASE.sizes());
    sizes.removeIf(size -> size.name().text().equals("corner"));
    ImageJob fewer = job(original, with(sizes), LEFT);

    ImageJob base = job(original, BASE, LEFT);
    assertThat(assertEqual(original, base, fewer)).isZero();
    Former former = new Former(base, full(original, base).manifest());
    Reuse reuse = renderer.reuse(fewer, List.of(former)).orElseThrow();
    assertThat(reuse.placeholder()).isPresent();
    assertThat(reuse.files().get("card.avif").key())
        .isEqualTo(Keys.variant(base.imageId(), base.version(), new SizeName("card"), Format.AVIF));
  }
}
