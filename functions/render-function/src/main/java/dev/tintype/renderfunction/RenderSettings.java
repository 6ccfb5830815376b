package dev.tintype.renderfunction;

import dev.tintype.render.launch.RendererLife;
import dev.tintype.render.process.LibvipsBundle;
import dev.tintype.render.process.RendererSettings;
import dev.tintype.render.remote.RenderAnswer;
import dev.tintype.render.sandbox.JailMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The environment of the function; `docs/deploy.md` lists the names.
///
/// @param environment names and values
public record RenderSettings(Map<String, String> environment) {

  /// Copies the map.
  public RenderSettings {
    environment = Map.copyOf(environment);
  }

  /// @return this process's environment
  static RenderSettings ofProcess() {
    return new RenderSettings(System.getenv());
  }

  /// @return the stack's name, for metrics
  String stack() {
    return optional("TINTYPE_STACK").orElse("local");
  }

  /// @param scratch a folder of this process
  /// @param usual the renderer's default life; the settings may give another number of jobs
  /// @return how the renderer runs. By default it uses the measures that the kernel allows, because
  ///   the main protection is that the function has no rights
  /// @throws IllegalStateException when no folder of the library path contains libvips
  RendererSettings renderer(Path scratch, RendererLife usual) {
    RendererSettings settings =
        RendererSettings.of(
            LibvipsBundle.in(library()),
            scratch,
            JailMode.of(optional("TINTYPE_SANDBOX").orElse("prefer")),
            optional("TINTYPE_JOBS_PER_RENDERER")
                .map(Integer::parseInt)
                .map(usual::jobs)
                .orElse(usual));
    return settings
        .encoders(Math.min(settings.encoders(), RenderAnswer.MOST_ENCODERS))
        .memory(
            optional("TINTYPE_RENDER_MEMORY_MB")
                .map(text -> Long.parseLong(text) << 20)
                .orElse(RendererSettings.MEMORY_BYTES));
  }

  /// The first folder of the library path that contains libvips: the layer's.
  private Path library() {
    List<Path> folders =
        Arrays.stream(optional("LD_LIBRARY_PATH").orElse("/opt/lib").split(":"))
            .filter(part -> !part.isEmpty())
            .map(Path::of)
            .toList();
    return folders.stream()
        .filter(folder -> Files.isDirectory(folder) && holdsLibvips(folder))
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "no libvips in " + folders + ": the function needs the libvips layer"));
  }

  private static boolean holdsLibvips(Path folder) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "libvips-cpp.so*")) {
      return found.iterator().hasNext();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> optional(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
