package dev.tintype.bench;

import dev.tintype.bench.figure.Figures;
import dev.tintype.bench.input.HeavyOriginals;
import dev.tintype.bench.input.Photos;
import dev.tintype.core.Recipe;
import dev.tintype.core.Recipes;
import dev.tintype.render.process.LibvipsBundle;
import dev.tintype.vips.Vips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The folders every command works with.
final class Setup {

  @Option(names = "--photos", description = "folder with the photographs (${DEFAULT-VALUE})")
  private Path photos = Path.of("../shared/photos");

  @Option(names = "--libvips", description = "folder with libvips (${DEFAULT-VALUE})")
  private Path libvips = Path.of("layers/libvips/build/current/lib");

  @Option(names = "--work", description = "where inputs and figures are kept (${DEFAULT-VALUE})")
  private Path work = Path.of("functions/bench/target/bench");

  @Option(names = "--docs", description = "where the documents lie (${DEFAULT-VALUE})")
  private Path docs = Path.of("docs");

  @Option(names = "--sharp", description = "folder with peer.mjs (${DEFAULT-VALUE})")
  private Path sharp = Path.of("functions/bench/sharp");

  Photos photos() {
    return new Photos(photos);
  }

  LibvipsBundle bundle() {
    return LibvipsBundle.in(libvips.toAbsolutePath());
  }

  Path libvips() {
    return libvips.toAbsolutePath();
  }

  Path sharp() {
    return sharp.toAbsolutePath();
  }

  Path docs() throws IOException {
    return Files.createDirectories(docs);
  }

  Path work() throws IOException {
    return Files.createDirectories(work.toAbsolutePath());
  }

  Figures figures() throws IOException {
    return new Figures(work());
  }

  /// A photograph or a heavy original by name.
  Path original(String name) throws IOException {
    if (HeavyOriginals.has(name)) {
      Path made = work().resolve("originals");
      return new HeavyOriginals(Vips.start(libvips()), photos(), made).file(name);
    }
    return photos().file(name);
  }

  /// A recipe of Tintype's by name.
  static Recipe recipe(String name) {
    return Recipes.builtIn().stream()
        .filter(recipe -> recipe.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no recipe is called " + name));
  }
}
