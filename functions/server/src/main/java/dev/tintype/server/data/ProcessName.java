package dev.tintype.server.data;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// The name of a process among all hosts, such as `web-1-0123456789ab/4711-3fa9`.
///
/// @param host the host's name
/// @param text the whole name
public record ProcessName(String host, String text) {

  /// @param host the host's name
  /// @param random tells two openings of one process apart
  static ProcessName of(Host host, RandomGenerator random) {
    byte[] bits = new byte[2];
    random.nextBytes(bits);
    return new ProcessName(
        host.holder(),
        host.holder() + "/" + ProcessHandle.current().pid() + "-" + HexFormat.of().formatHex(bits));
  }

  /// @return whether a name is that of a process of this host that has ended
  public boolean isDead(String name) {
    if (!name.startsWith(host + "/")) {
      return false;
    }
    String pid = name.substring(host.length() + 1).split("-", 2)[0];
    return pid.matches("[0-9]{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }
}
