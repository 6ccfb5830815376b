package dev.tintype.core.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/// Decides which addresses a webhook may reach. Special-purpose addresses
/// (https://www.iana.org/assignments/iana-ipv4-special-registry) lead into private networks with
/// services that trust every caller, such as the metadata services of clouds.
final class Reachable {

  private Reachable() {}

  /// @return whether the address belongs to the public Internet
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    return switch (address) {
      case Inet4Address v4 -> isPublic(v4.getAddress());
      case Inet6Address v6 -> isPublicV6(v6.getAddress());
      default -> false;
    };
  }

  private static boolean isPublic(byte[] v4) {
    int a = v4[0] & 0xff;
    int b = v4[1] & 0xff;
    int c = v4[2] & 0xff;
    boolean carrierNat = a == 100 && b >= 64 && b <= 127;
    boolean protocols = a == 192 && b == 0 && (c == 0 || c == 2);
    boolean relay = a == 192 && b == 88 && c == 99;
    boolean benchmark = a == 198 && (b == 18 || b == 19);
    boolean documentation = (a == 198 && b == 51 && c == 100) || (a == 203 && b == 0 && c == 113);
    return !(a == 0 || a >= 240 || carrierNat || protocols || relay || benchmark || documentation);
  }

  /// Accepts only global unicast addresses that do not embed or tunnel an IPv4 address.
  private static boolean isPublicV6(byte[] v6) {
    int first = (v6[0] & 0xff) << 8 | (v6[1] & 0xff);
    int second = (v6[2] & 0xff) << 8 | (v6[3] & 0xff);
    boolean global = (first & 0xe000) == 0x2000;
    boolean sixToFour = first == 0x2002;
    boolean specialPurpose = first == 0x2001 && (second < 0x0200 || second == 0x0db8);
    return global && !sixToFour && !specialPurpose && first != 0x3fff;
  }
}
