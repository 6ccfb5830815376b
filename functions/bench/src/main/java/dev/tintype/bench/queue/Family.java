package dev.tintype.bench.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A server's first process and those that it started, on this machine.
///
/// @param pid of the first process; 0 when the queue has no server
record Family(long pid) {

  private static final double TICKS_A_SECOND = 100;

  /// Fields behind the name (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html).
  private static final int OWN_TIME = 11;

  private static final int TIME_OF_ENDED_CHILDREN = 13;

  static Family own() {
    return new Family(ProcessHandle.current().pid());
  }

  private List<Long> members() {
    List<Long> members = new ArrayList<>();
    ProcessHandle.of(pid)
        .ifPresent(first -> {
          members.add(pid);
          first.children().map(ProcessHandle::pid).forEach(members::add);
        });
    return members;
  }

  /// @return processor seconds of all of them, also of those that have ended, in steps of 10 ms
  double cpuSeconds() throws IOException {
    double all = 0;
    for (long member : members()) {
      all += ticks(member, OWN_TIME);
    }
    return (all + ticks(pid, TIME_OF_ENDED_CHILDREN)) / TICKS_A_SECOND;
  }

  private static double ticks(long pid, int first) throws IOException {
    Path file = Path.of("/proc/" + pid + "/stat");
    if (!Files.exists(file)) {
      return 0;
    }
    String stat = Files.readString(file);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[first]) + Long.parseLong(fields[first + 1]);
  }

  /// @return bytes of memory of all of them; pages that several share count once
  long bytes() throws IOException {
    long all = 0;
    for (long member : members()) {
      Path file = Path.of("/proc/" + member + "/smaps_rollup");
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        if (line.startsWith("Pss:")) {
          all += Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    }
    return all;
  }
}
