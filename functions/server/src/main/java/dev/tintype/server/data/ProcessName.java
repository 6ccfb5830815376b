package dev.tintype.server.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// The name of a process among all hosts, such as `web-1-0123456789ab/4026531836.4711-3fa9`: the
/// host, the namespace that numbers its processes, the process and a random number.
///
/// @param host the host's name
/// @param text the whole name
/// @param namespace in which this process sees the numbers of others: containers that share a
///   folder and a host name have different ones
public record ProcessName(String host, String text, String namespace) {

  private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

  /// @param host the host's name
  /// @param random tells two openings of one process apart
  static ProcessName of(Host host, RandomGenerator random) {
    return of(host, random, ownNamespace());
  }

  static ProcessName of(Host host, RandomGenerator random, String namespace) {
    byte[] bits = new byte[2];
    random.nextBytes(bits);
    return new ProcessName(
        host.holder(),
        "%s/%s.%d-%s"
            .formatted(
                host.holder(),
                namespace,
                ProcessHandle.current().pid(),
                HexFormat.of().formatHex(bits)),
        namespace);
  }

  /// @return its number, such as `4026531836`; 0 on systems that have none
  private static String ownNamespace() {
    try {
      String digits = Files.readSymbolicLink(NAMESPACE).toString().replaceAll("[^0-9]", "");
      return digits.isEmpty() ? "0" : digits;
    } catch (IOException | UnsupportedOperationException _) {
      return "0";
    }
  }

  /// @return whether a name is that of a process of this host that has ended; a process of another
  ///   namespace never is, since its number says nothing here
  public boolean isDead(String name) {
    String here = host + "/" + namespace + ".";
    if (!name.startsWith(here)) {
      return false;
    }
    String pid = name.substring(here.length()).split("-", 2)[0];
    return pid.matches("[0-9]{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }
}
