package dev.tintype.cli.doctor;

import dev.tintype.render.cgroup.MemoryGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The memory that this process and its renderers may use.
///
/// @param machineBytes the memory of the machine
/// @param limit the tightest limit of the control groups around this process, of version 1 or 2
record Memory(long machineBytes, Optional<MemoryGroups.Limit> limit) {

  private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");

  static Memory ofThisProcess() throws IOException {
    Matcher total = TOTAL.matcher(Files.readString(Path.of("/proc/meminfo")));
    long machine = total.find() ? Long.parseLong(total.group(1)) * 1024 : 0;
    return new Memory(
        machine, MemoryGroups.ofThisProcess().limit().filter(limit -> limit.bytes() < machine));
  }

  /// @return the usable memory
  long bytes() {
    return limit.map(MemoryGroups.Limit::bytes).orElse(machineBytes);
  }
}
