package dev.tintype.core.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A file system of 4 MB in memory. Only one child process sees it, and it ends with the child.
public final class SmallDisk {

  private static final String SCRIPT = "mount -t tmpfs -o size=4m none \"$0\" && exec \"$@\"";

  private SmallDisk() {}

  /// @return the command that starts a child; append the mount point and the child's own command
  public static List<String> command() {
    return List.of("unshare", "--map-root-user", "--mount", "sh", "-c", SCRIPT);
  }

  /// @return whether this machine allows mounting one
  public static boolean canMount(Path folder) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(command());
    command.addAll(List.of(folder.toString(), "true"));
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }
}
