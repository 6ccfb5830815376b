package dev.tintype.server.run;

import dev.tintype.server.settings.PlatformSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/// Where clients reach a server.
///
/// @param server the API and the signed URLs
/// @param files the root of the public files' keys
/// @param look the same root, as the server itself reaches it
public record BaseUrls(URI server, URI files, URI look) {

  static BaseUrls of(Plan plan, int port) {
    URI server = plan.publicUrl().orElseGet(() -> own(plan.address(), port));
    return new BaseUrls(
        server,
        plan.filesUrl().orElseGet(() -> filesOf(server)),
        plan.receipts()
            .lookUrl()
            .or(plan::filesUrl)
            .orElseGet(() -> filesOf(own(reached(plan.address()), port))));
  }

  private static URI filesOf(URI server) {
    return URI.create(withoutSlash(server) + "/files");
  }

  /// A server that listens at every address is reached at that of this machine.
  private static InetSocketAddress reached(InetSocketAddress address) {
    return address.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
        : address;
  }

  /// @return the root of the public files' keys; absent when the settings do not tell it
  public static Optional<URI> files(PlatformSettings platform) {
    return platform.filesUrl().or(() -> platform.publicUrl().map(BaseUrls::filesOf));
  }

  /// @return the same as the settings of the plan tell it: what the server makes of its own address
  ///   need not be right for others
  static Optional<URI> files(Plan plan) {
    return plan.filesUrl().or(() -> plan.publicUrl().map(BaseUrls::filesOf));
  }

  private static URI own(InetSocketAddress address, int port) {
    String host = address.getHostString();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  private static String withoutSlash(URI url) {
    String text = url.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
