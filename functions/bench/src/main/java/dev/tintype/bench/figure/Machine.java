package dev.tintype.bench.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Describes the machine that ran the measurements.
public final class Machine {

  private Machine() {}

  /// @return processor, number of cores, memory, kernel and JVM, in one line
  public static String text() throws IOException {
    return "%s, %d cores, %.0f GiB, Linux %s %s, Java %s"
        .formatted(
            value("/proc/cpuinfo", "model name"),
            Runtime.getRuntime().availableProcessors(),
            Long.parseLong(value("/proc/meminfo", "MemTotal").replaceAll("\\D", ""))
                / (1024.0 * 1024),
            System.getProperty("os.version", "?"),
            System.getProperty("os.arch", "?"),
            Runtime.version());
  }

  private static String value(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("0");
  }
}
