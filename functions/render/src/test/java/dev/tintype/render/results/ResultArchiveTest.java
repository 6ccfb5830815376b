package dev.tintype.render.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.core.Encoding;
import dev.tintype.core.Focus;
import dev.tintype.core.Format;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.render.Seeds;
import dev.tintype.render.facts.OriginalFacts;
import dev.tintype.render.golden.Darkroom;
import dev.tintype.render.plan.Arbitrary;
import dev.tintype.render.plan.ColorSource;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.results.ResultFiles.UntrueResult;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.VipsWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultArchiveTest {

  private static final VipsWriter WRITER = new VipsWriter(Darkroom.VIPS);
  private static final byte[] LARGE = WRITER.webp(Picture.scene(40, 30), "Q=50");
  private static final byte[] SMALL = WRITER.webp(Picture.scene(20, 15), "Q=50");
  private static final RenderPlan PLAN =
      RenderPlan.of(
          header(OriginalFormat.WEBP, new Dimensions(40, 30), 1),
          new Recipe(
              "two",
              Size.widths(20, 40),
              Map.of(Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0))),
              "#ffffff",
              /* animation= */ false));
  private static final List<Long> LENGTHS = List.of((long) LARGE.length, (long) SMALL.length);

  @TempDir private Path to;
  private byte[] archive;

  private static Header header(OriginalFormat format, Dimensions size, int frames) {
    return new Header(format, size, 1, frames, 3, 8, false, 0, ColorSource.NONE, 100);
  }

  @BeforeEach
  void join() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(LARGE);
    out.write(SMALL);
    archive = out.toByteArray();
  }

  private Map<RenderPlan.PlannedFile, ResultFiles.Taken> take(List<Long> lengths, byte[] bytes)
      throws IOException {
    return ResultArchive.take(PLAN, lengths, new ByteArrayInputStream(bytes), to);
  }

  private void isRefused(List<Long> lengths, byte[] bytes) {
    assertThatExceptionOfType(UntrueResult.class)
        .isThrownBy(() ->
            ResultArchive.take(
                PLAN,
                lengths,
                new ByteArrayInputStream(bytes),
                Files.createTempDirectory(to, "refused")));
  }

  @Test
  void anArchiveIsCutIntoThePlannedFiles() throws IOException {
    assertThat(take(LENGTHS, archive).values())
        .extracting(ResultFiles.Taken::path)
        .containsExactly(to.resolve("40.webp"), to.resolve("20.webp"));
    assertThat(to.resolve("40.webp")).hasBinaryContent(LARGE);
    assertThat(to.resolve("20.webp")).hasBinaryContent(SMALL);
  }

  @Test
  void whatWasWrittenIsCutAgain() throws IOException {
    Path made = Files.createDirectory(to.resolve("made"));
    Files.write(made.resolve("40.webp"), LARGE);
    Files.write(made.resolve("20.webp"), SMALL);
    List<Path> files = ResultArchive.files(PLAN, made);
    assertThat(ResultArchive.lengths(files)).isEqualTo(LENGTHS);
    assertThat(take(ResultArchive.lengths(files), archive)).hasSize(2);
  }

  @Test
  void otherCountsAndLengthsAreRefused() {
    isRefused(LENGTHS.subList(0, 1), archive);
    isRefused(List.of(LENGTHS.get(0), LENGTHS.get(1), 1L), archive);
    isRefused(List.of(LENGTHS.get(1), LENGTHS.get(0)), archive);
    isRefused(List.of(0L, LENGTHS.get(1)), archive);
    isRefused(List.of(-1L, LENGTHS.get(1)), archive);
    isRefused(List.of(Long.MAX_VALUE, LENGTHS.get(1)), archive);
  }

  @Test
  void anArchiveThatIsShorterOrLongerIsRefused() {
    isRefused(LENGTHS, Arrays.copyOf(archive, archive.length - 1));
    isRefused(LENGTHS, Arrays.copyOf(archive, archive.length + 1));
    isRefused(LENGTHS, new byte[0]);
  }

  @Test
  void aPageInPlaceOfAPictureIsRefused() {
    byte[] page = "<!doctype html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
    isRefused(List.of((long) page.length, LENGTHS.get(1)), page);
  }

  @Test
  void aPictureOfOtherDimensionsIsRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(SMALL);
    out.write(LARGE);
    isRefused(List.of(LENGTHS.get(1), LENGTHS.get(0)), out.toByteArray());
  }

  /// The signed form must admit every rendering that keeps its plan.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theAllowanceIsNeverBelowThatOfThePlan(long seed) {
    RandomGenerator random = Seeds.random(seed);
    Arbitrary arbitrary = new Arbitrary(random);
    for (int i = 0; i < 300; i++) {
      Header header = arbitrary.admissible();
      assertAllowed(header, arbitrary.recipe(), Optional.empty(), random);
      assertAllowed(header, arbitrary.framing(), arbitrary.focus(), random);
    }
  }

  private static void assertAllowed(
      Header header, Recipe recipe, Optional<Focus> focus, RandomGenerator random) {
    ImageJob job =
        ImageJob.of(
            new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
            new Original(Sha256.of("x"), 1, "image/jpeg", focus),
            recipe,
            RenderRevision.CURRENT,
            Instant.EPOCH);
    long planned = OutputAllowance.of(RenderPlan.of(header, recipe, job.focus())).bytes();
    assertThat(ArchiveAllowance.bytes(facts(header, random), job))
        .describedAs("%s %s", header, job)
        .isGreaterThanOrEqualTo(planned);
  }

  private static OriginalFacts facts(Header header, RandomGenerator random) {
    return new OriginalFacts(
        header.format(),
        header.bytes(),
        random.nextBoolean()
            ? new HashSet<>(List.of(header.stored(), new Dimensions(1, 1)))
            : Set.of(),
        random.nextBoolean()
            ? OptionalInt.of(header.frames() + random.nextInt(3))
            : OptionalInt.empty());
  }
}
