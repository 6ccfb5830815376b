package dev.tintype.server.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file system of a few mebibytes, which a test fills. It is mounted, which takes root; in a
/// container without the right to mount, the test says so and fails.
///
/// @param path where it is mounted
public record SmallDisk(Path path) implements AutoCloseable {

  /// Mounts one below a folder.
  public static SmallDisk mount(Path folder, int mebibytes)
      throws IOException, InterruptedException {
    Path path = Files.createDirectory(folder.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m,mode=0700", "tmpfs", path + "");
    return new SmallDisk(path);
  }

  /// Writes until there is no room at all.
  public void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(path.resolve("ballast"))) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      if (Files.getFileStore(path).getUsableSpace() > 0) {
        throw e;
      }
    }
  }

  /// Makes a little room.
  public void leave(int bytes) throws IOException {
    try (var channel =
        java.nio.channels.FileChannel.open(
            path.resolve("ballast"), java.nio.file.StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - bytes);
    }
  }

  /// Makes room again.
  public void free() throws IOException {
    Files.delete(path.resolve("ballast"));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      run("umount", "-l", path.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(path + " is still mounted", e);
    }
  }
}
