package dev.tintype.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Installs sharp and its libvips from the lock file into the work folder.
final class SharpInstall {

  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", ".npmrc", "peer.mjs");

  private SharpInstall() {}

  /// @param sources the folder with the lock file
  /// @param work the folder to install into, once
  /// @return the folder to run sharp from
  static Path of(Path sources, Path work) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(work.resolve("sharp"));
    for (String file : FILES) {
      Files.copy(sources.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.isDirectory(folder.resolve("node_modules"))) {
      Process npm = new ProcessBuilder("npm", "ci").directory(folder.toFile()).inheritIO().start();
      if (npm.waitFor() != 0) {
        throw new IOException("npm ci failed in " + folder);
      }
    }
    return folder;
  }

  /// @return the versions that sharp reports for itself and its libvips
  static String versions(Path folder) throws IOException {
    String script =
        "const s=(await import('sharp')).default;const v=s.versions;"
            + "console.log(`sharp ${v.sharp} on libvips ${v.vips}, Node ${process.versions.node}`)";
    Process node =
        new ProcessBuilder("node", "--input-type=module", "-e", script)
            .directory(folder.toFile())
            .start();
    return new String(node.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
        .strip();
  }
}
