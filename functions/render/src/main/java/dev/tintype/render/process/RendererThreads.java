package dev.tintype.render.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads the kernel's state of a renderer's threads.
/// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
/// https://docs.kernel.org/scheduler/sched-stats.html
final class RendererThreads {

  private static final char RUNNABLE = 'R';

  /// Rendering threads sleep while it stops them, so its wait for a processor is theirs too.
  private static final String VM_THREAD = "VM Thread";

  /// Threads of the JVM itself, which may wake up at any time. The kernel keeps 15 bytes of each
  /// name. On a busy machine they may wait for a processor although the renderer has nothing to do.
  private static final Set<String> OF_THE_JVM =
      Set.of(
          "C1 CompilerThre",
          "C2 CompilerThre",
          "Monitor Deflati",
          "Service Thread",
          "VM Periodic Tas",
          VM_THREAD);

  /// A thread may give itself a name that is not UTF-8.
  private static final Charset ANY_BYTES = StandardCharsets.ISO_8859_1;

  private RendererThreads() {}

  /// @return whether a rendering thread runs on a processor or waits for one
  static boolean wantProcessor(long pid) {
    return threads(pid).stream()
        .anyMatch(
            thread -> read(thread, "stat").filter(RendererThreads::wantsProcessor).isPresent());
  }

  /// Returns how long each rendering thread has waited for a processor since it began, by thread
  /// id. The VM thread counts, because it makes rendering threads wait for it.
  ///
  /// @return empty where the kernel does not count that
  static Map<String, Duration> waits(long pid) {
    Map<String, Duration> waits = new HashMap<>();
    for (Path thread : threads(pid)) {
      read(thread, "stat")
          .filter(RendererThreads::rendersOrStopsRendering)
          .flatMap(_ -> read(thread, "schedstat"))
          .flatMap(RendererThreads::waited)
          .ifPresent(wait -> waits.put(String.valueOf(thread.getFileName()), wait));
    }
    return waits;
  }

  /// @return the kernel's folders of its threads; none once it has ended
  private static List<Path> threads(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return threads.toList();
    } catch (IOException | UncheckedIOException ended) {
      return List.of();
    }
  }

  /// @param schedstat nanoseconds on a processor, nanoseconds of waiting for one, number of turns
  /// @return empty for a kernel that writes zeros because it does not count
  static Optional<Duration> waited(String schedstat) {
    String[] numbers = schedstat.strip().split(" ", -1);
    return numbers[0].equals("0")
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Long.parseLong(numbers[1])));
  }

  static boolean rendersOrStopsRendering(String stat) {
    String name = name(stat);
    return name.equals(VM_THREAD) || !OF_THE_JVM.contains(name);
  }

  /// @return the number of threads
  static int count(long pid) throws IOException {
    return count(Files.readString(Path.of("/proc/" + pid + "/stat"), ANY_BYTES));
  }

  /// @param stat the text of the kernel's `stat` file of a process
  static int count(String stat) {
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 19)[17]);
  }

  /// @return absent for a thread that ended, and for a file that this kernel does not have
  private static Optional<String> read(Path thread, String file) {
    try {
      return Optional.of(Files.readString(thread.resolve(file), ANY_BYTES));
    } catch (IOException ended) {
      return Optional.empty();
    }
  }

  /// The same for one thread.
  ///
  /// @param stat the text of its `stat` file; the name in parentheses may itself contain some
  static boolean wantsProcessor(String stat) {
    return stat.charAt(stat.lastIndexOf(')') + 2) == RUNNABLE && !OF_THE_JVM.contains(name(stat));
  }

  private static String name(String stat) {
    return stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  }
}
