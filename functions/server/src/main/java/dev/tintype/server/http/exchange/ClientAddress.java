package dev.tintype.server.http.exchange;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.InetAddressSet;

/// Finds the address of a client. `X-Forwarded-For` is trusted only as far as known proxies wrote
/// it. Safe for use by many threads.
public final class ClientAddress {

  private final InetAddressSet proxies = new InetAddressSet();

  /// @param proxies addresses, or ranges such as `10.0.0.0/8`
  public ClientAddress(List<String> proxies) {
    this.proxies.addAll(proxies);
  }

  /// @return the nearest address that does not belong to a known proxy
  public String of(Request request) {
    String address = Request.getRemoteAddr(request);
    if (proxies.isEmpty() || !isProxy(address)) {
      return address;
    }
    List<String> forwarded =
        request.getHeaders().getValuesList("X-Forwarded-For").stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(String::strip)
            .toList();
    for (String one : forwarded.reversed()) {
      Optional<InetAddress> known = literal(one);
      if (known.isEmpty()) {
        return address;
      }
      address = known.get().getHostAddress();
      if (!isProxy(address)) {
        return address;
      }
    }
    return address;
  }

  /// @return the key of limits: the address, or for IPv6 the network of one client
  String networkOf(Request request) {
    String address = of(request);
    return literal(address)
        .filter(Inet6Address.class::isInstance)
        .map(known -> java.util.HexFormat.of().formatHex(known.getAddress(), 0, 8))
        .orElse(address);
  }

  private boolean isProxy(String address) {
    return literal(address).filter(proxies).isPresent();
  }

  /// Parses an address without a name lookup.
  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
