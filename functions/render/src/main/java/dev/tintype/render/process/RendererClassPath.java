package dev.tintype.render.process;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.core.ImageJob;
import dev.tintype.render.child.RendererMain;
import dev.tintype.vips.Vips;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/// The jars and folders that a renderer needs, located from this process's own class path.
final class RendererClassPath {

  private RendererClassPath() {}

  static List<Path> entries() {
    return Stream.of(
            RendererMain.class,
            ImageJob.class,
            Vips.class,
            JsonNode.class,
            JsonFactory.class,
            JsonProperty.class,
            NullMarked.class)
        .map(RendererClassPath::location)
        .distinct()
        .toList();
  }

  /// The class archive for the JVM that runs this process; absent when none was built. See
  /// [RendererArchive].
  static Optional<Path> archive() {
    return Optional.of(archiveFile()).filter(Files::isRegularFile);
  }

  /// The archive's location: beside the renderer's jar. Only the same JVM version can use it, so
  /// the name contains that version.
  static Path archiveFile() {
    Path jar = location(RendererMain.class);
    return jar.resolveSibling("renderer-" + System.getProperty("java.vm.version") + ".jsa");
  }

  /// The jar or folder that a class was loaded from.
  static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no path to " + type, e);
    }
  }
}
