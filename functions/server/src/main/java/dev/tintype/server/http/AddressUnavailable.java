package dev.tintype.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Thrown when the server cannot listen on an address. The message says why, and what to do.
public final class AddressUnavailable extends RuntimeException {

  private static final Path LOWEST_FREE_PORT =
      Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
  private static final Path SELF = Path.of("/proc/self/status");
  private static final String CAPABILITIES = "CapEff:";
  private static final int USUALLY_FREE_FROM = 1024;
  private static final int MOST_DIGITS = 16;

  /// https://man7.org/linux/man-pages/man7/capabilities.7.html
  private static final int CAP_NET_BIND_SERVICE = 10;

  private AddressUnavailable(String message, IOException cause) {
    super(message, cause);
  }

  /// Finds the cause by asking the machine, because Java reports the kernel's error only as text.
  static AddressUnavailable at(InetSocketAddress address, IOException cause) {
    String host = address.getAddress().getHostAddress();
    if (!isOfThisMachine(address.getAddress())) {
      return new AddressUnavailable(
          host
              + " is no address of this machine: 127.0.0.1 reaches it from here alone, 0.0.0.0"
              + " listens at all its addresses.",
          cause);
    }
    int free = lowestFreePort();
    if (address.getPort() != 0 && address.getPort() < free && !mayTakeAnyPort()) {
      return new AddressUnavailable(
          "Port %d is for privileged programs: take one from %d on, and let a proxy listen at it."
              .formatted(address.getPort(), free),
          cause);
    }
    return new AddressUnavailable(
        isBinding(cause)
            ? "Port %d of %s is taken by another program: choose another, or 0 for any that is free."
                .formatted(address.getPort(), host)
            : "Nothing can listen at %s port %d: %s."
                .formatted(host, address.getPort(), innermost(cause).getMessage()),
        cause);
  }

  private static boolean isOfThisMachine(InetAddress address) {
    try (ServerSocket _ = new ServerSocket(0, 1, address)) {
      return true;
    } catch (BindException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  private static boolean isBinding(IOException cause) {
    return innermost(cause) instanceof BindException;
  }

  private static Throwable innermost(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause == null ? thrown : innermost(cause);
  }

  /// Reads the file in one call: the kernel returns the number only to the first read, so the
  /// buffer must be long enough.
  private static int lowestFreePort() {
    try (InputStream in = Files.newInputStream(LOWEST_FREE_PORT)) {
      byte[] digits = in.readNBytes(MOST_DIGITS);
      return Integer.parseInt(new String(digits, StandardCharsets.US_ASCII).strip());
    } catch (IOException | NumberFormatException _) {
      return USUALLY_FREE_FROM;
    }
  }

  private static boolean mayTakeAnyPort() {
    try {
      List<String> lines = Files.readAllLines(SELF);
      return lines.stream()
          .filter(line -> line.startsWith(CAPABILITIES))
          .map(line -> Long.parseUnsignedLong(line.substring(CAPABILITIES.length()).strip(), 16))
          .anyMatch(capabilities -> (capabilities >> CAP_NET_BIND_SERVICE & 1) == 1);
    } catch (IOException | NumberFormatException _) {
      return false;
    }
  }
}
