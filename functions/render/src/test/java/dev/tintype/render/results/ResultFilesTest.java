package dev.tintype.render.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.render.golden.Darkroom;
import dev.tintype.render.plan.ColorSource;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.VipsWriter;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// False results that a renderer could leave in place of a variant. The jail prevents most of them,
/// so the test creates them.
@Timeout(60)
final class ResultFilesTest {

  private static final Picture SCENE = Picture.scene(40, 30);
  private static final byte[] TRUE = new VipsWriter(Darkroom.VIPS).webp(SCENE, "Q=50");
  private static final RenderPlan PLAN =
      RenderPlan.of(
          new Header(
              OriginalFormat.WEBP,
              new Dimensions(40, 30),
              1,
              1,
              3,
              8,
              false,
              0,
              ColorSource.NONE,
              TRUE.length),
          new Recipe(
              "one",
              Size.widths(40),
              Map.of(Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0))),
              "#ffffff",
              /* animation= */ false));
  private static final String NAME = "40.webp";

  @TempDir private Path folder;
  private Path out;
  private Path aside;
  private Path to;
  private Path secret;

  @BeforeEach
  void makeFolders() throws IOException {
    out = Files.createDirectory(folder.resolve("out"));
    aside = Files.createDirectory(folder.resolve("taken"));
    to = Files.createDirectory(folder.resolve("variants"));
    secret = Files.write(folder.resolve("secret"), TRUE);
  }

  @Test
  void aValidFileIsCopiedAndHashed() throws IOException {
    Files.write(out.resolve(NAME), TRUE);
    ResultFiles.Taken taken = take().values().iterator().next();
    assertThat(taken.bytes()).isEqualTo(TRUE.length);
    assertThat(taken.sha256()).isEqualTo(Sha256.of(TRUE));
    assertThat(taken.path()).hasBinaryContent(TRUE);
  }

  /// Something other than the planned file.
  enum Lie {
    PIPE,
    SOCKET,
    FOLDER,
    LINK_OUTSIDE,
    LINK_TO_A_PIPE,
    DANGLING_LINK,
    NOTHING,
    EMPTY,
    OTHER_FORMAT,
    OTHER_DIMENSIONS,
    HALF_A_HEADER,
    TOO_LONG
  }

  @ParameterizedTest
  @EnumSource(Lie.class)
  void invalidFilesAreRejectedWithoutBlocking(Lie lie) throws Exception {
    plant(lie);
    assertThatExceptionOfType(ResultFiles.UntrueResult.class).as("%s", lie).isThrownBy(this::take);
    assertThat(secret).hasBinaryContent(TRUE);
  }

  private Map<RenderPlan.PlannedFile, ResultFiles.Taken> take() throws IOException {
    return ResultFiles.take(PLAN, out, aside, to);
  }

  private void plant(Lie lie) throws IOException, InterruptedException {
    Path file = out.resolve(NAME);
    VipsWriter writer = new VipsWriter(Darkroom.VIPS);
    switch (lie) {
      case PIPE -> pipe(file);
      case SOCKET -> {
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
          // A bound socket file outlives its channel; a short relative path fits the kernel's
          // limit.
          Path bound = Path.of("").toAbsolutePath().relativize(file);
          socket.bind(UnixDomainSocketAddress.of(shorter(bound, file)));
        }
      }
      case FOLDER -> Files.createDirectories(file.resolve("deep"));
      case LINK_OUTSIDE -> Files.createSymbolicLink(file, secret);
      case LINK_TO_A_PIPE -> {
        pipe(folder.resolve("pipe"));
        Files.createSymbolicLink(file, folder.resolve("pipe"));
      }
      case DANGLING_LINK -> Files.createSymbolicLink(file, folder.resolve("not-there"));
      case NOTHING -> assertThat(file).doesNotExist();
      case EMPTY -> Files.write(file, new byte[0]);
      case OTHER_FORMAT -> Files.write(file, writer.avif(SCENE, "Q=50"));
      case OTHER_DIMENSIONS -> Files.write(file, writer.webp(Picture.scene(40, 31), "Q=50"));
      case HALF_A_HEADER -> Files.write(file, Arrays.copyOf(TRUE, 20));
      case TOO_LONG -> Files.write(file, Arrays.copyOf(TRUE, (1 << 20) + 40 * 30 * 8 + 1));
    }
  }

  private static Path shorter(Path one, Path other) {
    return one.toString().length() < other.toString().length() ? one : other;
  }

  private static void pipe(Path at) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", at.toString()).inheritIO().start().waitFor()).isZero();
  }
}
