package dev.tintype.cli.capacity;

import dev.tintype.cli.capacity.Sample.Rendered;
import dev.tintype.cli.plan.KnownFiles;
import dev.tintype.core.Manifest.OriginalInfo;
import dev.tintype.render.facts.OriginalFacts;
import dev.tintype.render.plan.Dimensions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Originals that are not rendered yet, as files of a folder.
///
/// @param files those that can be rendered, with their lengths and dimensions
/// @param others how many other files the folder has
public record OriginalFiles(List<Rendered> files, int others) {

  /// Copies the list.
  public OriginalFiles {
    files = List.copyOf(files);
  }

  /// Reads the headers of all files of a folder and of the folders in it.
  ///
  /// @throws IOException when the folder cannot be read
  public static OriginalFiles in(Path folder) throws IOException {
    List<Rendered> files = new ArrayList<>();
    int others = 0;
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        Optional<Rendered> original = read(path);
        original.ifPresent(files::add);
        others += original.isEmpty() ? 1 : 0;
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new OriginalFiles(files, others);
  }

  private static Optional<Rendered> read(Path path) throws IOException {
    try {
      OriginalFacts facts = OriginalFacts.of(path);
      byte[] head = head(path);
      return facts.sizes().stream().findFirst().map(size -> rendered(facts, size, head));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Rendered rendered(OriginalFacts facts, Dimensions size, byte[] head) {
    OriginalInfo info =
        new OriginalInfo(
            facts.format().id(),
            size.width(),
            size.height(),
            /* orientationApplied= */ false,
            /* alpha= */ false,
            facts.mostFrames().orElse(1));
    return new Rendered(
        info, facts.bytes(), Optional.empty(), KnownFiles.NONE, JpegTable.mean(head));
  }

  private static byte[] head(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(JpegTable.HEAD_BYTES);
    }
  }
}
