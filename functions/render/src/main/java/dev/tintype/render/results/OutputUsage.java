package dev.tintype.render.results;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/// The contents of a renderer's output folder. In the jail it can neither remove or rename a file
/// nor create a folder, so it cannot hide what it wrote.
///
/// @param files number of entries
/// @param bytes their total length
public record OutputUsage(int files, long bytes) {

  /// The most entries counted; more always exceed the allowance.
  private static final int MOST = 10_000;

  public static OutputUsage of(Path folder) throws IOException {
    int files = 0;
    long bytes = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        files++;
        bytes += length(entry);
        if (files > MOST) {
          return new OutputUsage(files, bytes);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return new OutputUsage(files, bytes);
  }

  private static long length(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .size();
    } catch (NoSuchFileException removed) {
      return 0;
    }
  }

  /// @return how the contents exceed the allowance, if they do
  public Optional<String> beyond(OutputAllowance allowance) {
    if (files > allowance.files()) {
      return Optional.of(
          "more files in its folder than the " + allowance.files() + " that were planned");
    }
    return bytes > allowance.bytes()
        ? Optional.of(
            bytes + " bytes in its folder, " + allowance.bytes() + " at most were expected")
        : Optional.empty();
  }
}
