package dev.tintype.render.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// What the kernel says of the threads of a renderer.
/// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
final class RendererThreads {

  private static final char RUNNABLE = 'R';

  /// Threads that the Java machine wakes for itself, whether the picture needs it or not, by the 15
  /// bytes that the kernel keeps of a name. Where a processor is hard to get, they may wait for one
  /// in a renderer that does nothing else.
  private static final Set<String> OF_THE_JVM =
      Set.of(
          "C1 CompilerThre",
          "C2 CompilerThre",
          "Monitor Deflati",
          "Service Thread",
          "VM Periodic Tas",
          "VM Thread");

  private RendererThreads() {}

  /// @return whether some thread that works on the picture has a processor or waits for one
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

  /// @return how many threads it has
  static int count(long pid) throws IOException {
    return count(Files.readString(Path.of("/proc/" + pid + "/stat")));
  }

  /// @param stat what the kernel says of a process
  static int count(String stat) {
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 19)[17]);
  }

  /// Answers false for a thread that ends while it is looked at.
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

  /// Answers the same for one thread.
  ///
  /// @param stat what the kernel says of it; its name stands in parentheses and may hold some
  static boolean wantsProcessor(String stat) {
    int nameEnds = stat.lastIndexOf(')');
    String name = stat.substring(stat.indexOf('(') + 1, nameEnds);
    return stat.charAt(nameEnds + 2) == RUNNABLE && !OF_THE_JVM.contains(name);
  }
}
