package dev.tintype.core.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// A file system of a few mebibytes that a test can fill. It is mounted in its own namespace, which
/// needs root or the right to create user namespaces. Processes see it when they are started with
/// [#inside]. Where neither right exists, [#mount] fails with that reason.
///
/// @param mounted the mount point, for processes inside
/// @param holder the process that keeps the namespace
/// @param asRoot whether no user namespace was needed
public record SmallDisk(Path mounted, Process holder, boolean asRoot) implements AutoCloseable {

  private static final String SCRIPT =
      "mount -t tmpfs -o \"size=$1m,mode=0700,$2\" tmpfs \"$0\""
          + " && echo mounted && exec sleep infinity";

  /// Mounts a disk.
  ///
  /// @param mounted an existing, empty folder
  public static SmallDisk mount(Path mounted, int mebibytes) throws IOException {
    return mount(mounted, mebibytes, "exec");
  }

  /// Mounts a disk with an option of `tmpfs`, such as `noexec` or `nr_inodes=20`.
  ///
  /// @param mounted an existing, empty folder
  public static SmallDisk mount(Path mounted, int mebibytes, String option) throws IOException {
    boolean asRoot = "root".equals(System.getProperty("user.name"));
    List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
    if (!asRoot) {
      command.add("--map-root-user");
    }
    command.addAll(
        List.of("sh", "-c", SCRIPT, mounted.toString(), Integer.toString(mebibytes), option));
    Process holder = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader said = holder.inputReader(StandardCharsets.UTF_8);
    String line = said.readLine();
    if (!"mounted".equals(line)) {
      throw new IOException("no small disk can be mounted here: " + line);
    }
    return new SmallDisk(mounted, holder, asRoot);
  }

  /// @param folder an existing, empty folder
  /// @return whether this machine allows mounting one
  public static boolean canMount(Path folder) {
    try (SmallDisk _ = mount(folder, 1)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// @return the command line prefix for a process that sees the disk
  public List<String> inside() {
    List<String> words = new ArrayList<>(List.of("nsenter", "--target", holder.pid() + ""));
    words.addAll(asRoot ? List.of("--mount") : List.of("--mount", "--user"));
    if (!asRoot) {
      words.add("--preserve-credentials");
    }
    return words;
  }

  /// @return the same folder as seen from outside
  public Path seen() {
    return Path.of("/proc/" + holder.pid() + "/root" + mounted);
  }

  /// Mounts a read-only file system over one of its folders. The disk itself cannot become
  /// read-only while files on it are open.
  public void cover(String folder) throws IOException, InterruptedException {
    run("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", mounted.resolve(folder).toString());
  }

  /// Unmounts it again.
  public void uncover(String folder) throws IOException, InterruptedException {
    run("umount", mounted.resolve(folder).toString());
  }

  private void run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(inside());
    command.addAll(List.of(words));
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException("this failed: " + String.join(" ", words));
    }
  }

  private Path ballast() {
    return seen().resolve("ballast");
  }

  /// Fills the disk completely.
  public void fill() throws IOException {
    try (OutputStream out =
        Files.newOutputStream(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      if (Files.getFileStore(seen()).getUsableSpace() > 0) {
        throw e;
      }
    }
  }

  /// Frees a little space.
  public void leave(int bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(ballast(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - bytes);
    }
  }

  /// Frees all filled space.
  public void free() throws IOException {
    Files.delete(ballast());
  }

  @Override
  public void close() {
    holder.destroyForcibly();
  }
}
