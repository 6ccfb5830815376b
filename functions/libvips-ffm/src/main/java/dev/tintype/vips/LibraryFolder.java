package dev.tintype.vips;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The folder with the libvips bundle: one `libvips-cpp.so.*`, and `versions.json` in or above it.
///
/// @param folder the folder
public record LibraryFolder(Path folder) {

  private static final Pattern NAME_AND_VERSION =
      Pattern.compile("\"([^\"\\\\]+)\"\\s*:\\s*\"([^\"\\\\]*)\"");

  private static final String ADVICE = "; run layers/libvips/make, or name the folder it made";

  /// Returns the only shared library in the folder.
  ///
  /// @throws VipsUnavailableException if there is none, or more than one
  Path library() {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "libvips-cpp.so.*")) {
      files.forEach(found::add);
    } catch (IOException e) {
      throw new VipsUnavailableException("no libvips in " + folder + ADVICE, e);
    }
    if (found.size() != 1) {
      throw new VipsUnavailableException(
          "%s holds %d files libvips-cpp.so.*, not one%s".formatted(folder, found.size(), ADVICE),
          null);
    }
    return found.getFirst().toAbsolutePath();
  }

  /// Returns the versions of libvips' parts by name; empty without `versions.json`.
  ///
  /// @throws VipsUnavailableException if the file exists but cannot be read
  Map<String, String> versions() {
    try {
      Optional<Path> file = versionsFile();
      return file.isPresent() ? parse(Files.readString(file.get())) : Map.of();
    } catch (IOException e) {
      throw new VipsUnavailableException("cannot read versions.json of " + folder, e);
    }
  }

  /// The bundle's `versions.json`: the one in the folder, else the one beside it.
  ///
  /// @throws IOException if there is no such folder
  public Optional<Path> versionsFile() throws IOException {
    Path real = folder.toRealPath();
    return Stream.of(real.resolve("versions.json"), real.resolveSibling("versions.json"))
        .filter(Files::exists)
        .findFirst();
  }

  private static Map<String, String> parse(String json) {
    Map<String, String> versions = new TreeMap<>();
    Matcher matcher = NAME_AND_VERSION.matcher(json);
    while (matcher.find()) {
      versions.put(matcher.group(1), matcher.group(2));
    }
    return Map.copyOf(versions);
  }
}
