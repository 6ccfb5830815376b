package dev.tintype.bench.contestant;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads CPU time and memory of a process from the kernel
/// (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html).
public final class ProcessUsage {

  /// User-space clock ticks per second: 100 on every Linux architecture that we support.
  private static final double TICKS_A_SECOND = 100;

  private static final int UTIME = 11;
  private static final int STIME = 12;

  private ProcessUsage() {}

  /// @return CPU seconds of a process and its ended threads, in steps of 10 ms
  public static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_A_SECOND;
  }

  /// @return CPU seconds of this process
  public static double ownCpuSeconds() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      return system.getProcessCpuTime() / 1e9;
    }
    throw new IllegalStateException("this JVM does not report its CPU time");
  }

  /// @return the highest resident memory of a process, bytes
  public static long peakBytes(long pid) throws IOException {
    return field(pid, "VmHWM:");
  }

  /// @return the resident memory of a process, bytes
  public static long residentBytes(long pid) throws IOException {
    return field(pid, "VmRSS:");
  }

  private static long field(long pid, String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException("process " + pid + " has no " + name);
  }
}
