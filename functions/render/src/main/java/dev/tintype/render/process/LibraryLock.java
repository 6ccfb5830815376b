package dev.tintype.render.process;

import dev.tintype.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The libraries this program may load, by name and digest. `layers/libvips/libraries.sha256` lists
/// them; their packages' integrity was checked when they were unpacked.
///
/// @param lines each `digest file name`
record LibraryLock(Set<String> lines) {

  private static final String LIST = "libraries.sha256";

  /// Copies the set.
  LibraryLock {
    lines = Set.copyOf(lines);
  }

  /// Reads the list that this program was built with.
  static LibraryLock ofThisProgram() {
    try (InputStream in = LibraryLock.class.getResourceAsStream(LIST)) {
      if (in == null) {
        throw new IllegalStateException("this program was built without " + LIST);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param list as `sha256sum` writes it
  static LibraryLock parse(String list) {
    return new LibraryLock(
        list.lines()
            .filter(line -> !line.isBlank())
            .map(line -> line.split("\\s+", 2))
            .map(words -> words[0] + " " + Path.of(words[1]).getFileName())
            .collect(Collectors.toSet()));
  }

  /// @param folder with the shared libraries
  /// @throws LibvipsBundle.Missing when there is none, or one that is not in the list
  void check(Path folder) {
    Set<String> found = new TreeSet<>();
    try (DirectoryStream<Path> libraries = Files.newDirectoryStream(folder, "*.so*")) {
      for (Path library : libraries) {
        try (InputStream in = Files.newInputStream(library)) {
          found.add(Sha256.of(in) + " " + library.getFileName());
        }
      }
    } catch (IOException e) {
      throw new LibvipsBundle.Missing(
          "no libvips in " + folder + ": layers/libvips/make builds it", e);
    }
    if (found.isEmpty()) {
      throw new LibvipsBundle.Missing(
          "no libvips in " + folder + ": layers/libvips/make builds it");
    }
    if (!lines.containsAll(found)) {
      throw new LibvipsBundle.Missing(
          "the libvips in "
              + folder
              + " is not the one this program was built for: remove layers/libvips/build and run"
              + " layers/libvips/make");
    }
  }
}
