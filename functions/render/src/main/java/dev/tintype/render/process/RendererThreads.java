package dev.tintype.render.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// Reads the kernel's state of a renderer's threads.
/// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
final class RendererThreads {

  private static final char RUNNABLE = 'R';

  /// Threads of the JVM itself, which may wake up at any time. The kernel keeps 15 bytes of each
  /// name. On a busy machine they may wait for a processor although the renderer has nothing to do.
  private static final Set<String> OF_THE_JVM =
      Set.of(
          "C1 CompilerThre",
          "C2 CompilerThre",
          "Monitor Deflati",
          "Service Thread",
          "VM Periodic Tas",
          "VM Thread");

  private RendererThreads() {}

  /// @return whether a rendering thread runs on a processor or waits for one
  static boolean wantProcessor(long pid) throws IOException {
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads) {
        if (seenWanting(thread)) {
          return true;
        }
      }
      return false;
    }
  }

  /// @return the number of threads
  static int count(long pid) throws IOException {
    return count(Files.readString(Path.of("/proc/" + pid + "/stat")));
  }

  /// @param stat the text of the kernel's `stat` file of a process
  static int count(String stat) {
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 19)[17]);
  }

  /// Returns false for a thread that ends during the look.
  private static boolean seenWanting(Path thread) throws IOException {
    try {
      return wantsProcessor(Files.readString(thread.resolve("stat")));
    } catch (IOException e) {
      if (Files.exists(thread)) {
        throw e;
      }
      return false;
    }
  }

  /// The same for one thread.
  ///
  /// @param stat the text of its `stat` file; the name in parentheses may itself contain some
  static boolean wantsProcessor(String stat) {
    int nameEnds = stat.lastIndexOf(')');
    String name = stat.substring(stat.indexOf('(') + 1, nameEnds);
    return stat.charAt(nameEnds + 2) == RUNNABLE && !OF_THE_JVM.contains(name);
  }
}
