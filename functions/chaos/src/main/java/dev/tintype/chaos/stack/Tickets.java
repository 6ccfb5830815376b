package dev.tintype.chaos.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Ticket files shared by processes. Each allows one event; the process that deletes the file uses
/// it.
///
/// @param folder the files' folder
public record Tickets(Path folder) {

  /// Issues tickets.
  public void issue(int count) {
    try {
      Files.createDirectories(folder);
      for (int i = 0; i < count; i++) {
        Files.createTempFile(folder, "ticket", "");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @return whether a ticket was left; it is used up now
  boolean take() {
    try (DirectoryStream<Path> tickets = Files.newDirectoryStream(folder)) {
      for (Path ticket : tickets) {
        if (isDeleted(ticket)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isDeleted(Path ticket) throws IOException {
    try {
      Files.delete(ticket);
      return true;
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /// @return how many are left
  public int left() {
    int left = 0;
    try (DirectoryStream<Path> tickets = Files.newDirectoryStream(folder)) {
      for (Path _ : tickets) {
        left++;
      }
      return left;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
