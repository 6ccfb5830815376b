package dev.tintype.bench;

import dev.tintype.bench.figure.Figures;
import dev.tintype.bench.input.HeavyOriginals;
import dev.tintype.bench.input.Photos;
import dev.tintype.core.disk.Tree;
import dev.tintype.render.process.LibvipsBundle;
import dev.tintype.vips.Vips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The folders that every command uses.
final class Setup {

  /// The repository; the script `functions/bench/run` sets it.
  static final String ROOT = "${sys:tintype.root:-.}";

  @Option(
      names = "--photos",
      paramLabel = "DIR",
      defaultValue = "${env:TINTYPE_PHOTOS:-photos}",
      description = "Folder of photographs; TINTYPE_PHOTOS sets the default (${DEFAULT-VALUE}).")
  private Path photos = Path.of("");

  @Option(
      names = "--libvips",
      paramLabel = "DIR",
      defaultValue = ROOT + "/layers/libvips/build/current/lib",
      description = "Folder of libvips (${DEFAULT-VALUE}).")
  private Path libvips = Path.of("");

  @Option(
      names = "--work",
      paramLabel = "DIR",
      defaultValue = ROOT + "/functions/bench/target/bench",
      description = "Folder for inputs and figures (${DEFAULT-VALUE}).")
  private Path work = Path.of("");

  @Option(
      names = "--docs",
      paramLabel = "DIR",
      defaultValue = ROOT + "/docs",
      description = "Folder of the documents (${DEFAULT-VALUE}).")
  private Path docs = Path.of("");

  @Option(
      names = "--sharp",
      paramLabel = "DIR",
      defaultValue = ROOT + "/functions/bench/sharp",
      description = "Folder with peer.mjs (${DEFAULT-VALUE}).")
  private Path sharp = Path.of("");

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

  /// Creates a folder for one measurement; it is deleted when the program ends.
  Path scratch() throws IOException {
    Path folder = Files.createTempDirectory(work(), "scratch-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> deleted(folder)));
    return folder;
  }

  private static void deleted(Path folder) {
    try {
      Tree.delete(folder);
    } catch (IOException e) {
      System.err.println("not deleted: " + folder + ": " + e);
    }
  }

  Figures figures() throws IOException {
    return new Figures(work());
  }

  /// Finds a photograph or a heavy original by name.
  Path original(String name) throws IOException {
    if (HeavyOriginals.has(name)) {
      Path made = work().resolve("originals");
      return new HeavyOriginals(Vips.start(libvips()), photos(), made).file(name);
    }
    return photos().file(name);
  }
}
