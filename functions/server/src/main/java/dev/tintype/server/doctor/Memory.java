package dev.tintype.server.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The memory of this machine, or of the control group this process lives in if that is less.
final class Memory {

  private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");

  private Memory() {}

  static long totalBytes() throws IOException {
    Matcher total = TOTAL.matcher(Files.readString(Path.of("/proc/meminfo")));
    long machine = total.find() ? Long.parseLong(total.group(1)) * 1024 : 0;
    Path limit = Path.of("/sys/fs/cgroup/memory.max");
    String group = Files.isReadable(limit) ? Files.readString(limit).strip() : "max";
    return group.equals("max") ? machine : Math.min(machine, Long.parseLong(group));
  }
}
