package dev.tintype.server.run;

import dev.tintype.server.settings.PlatformSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/// Where clients reach a server.
///
/// @param server the API and the signed URLs
/// @param files the root of the public files' keys
public record BaseUrls(URI server, URI files) {

  static BaseUrls of(Plan plan, int port) {
    URI server = plan.publicUrl().orElseGet(() -> own(plan.address(), port));
    return new BaseUrls(server, plan.filesUrl().orElseGet(() -> filesOf(server)));
  }

  private static URI filesOf(URI server) {
    return URI.create(withoutSlash(server) + "/files");
  }

  /// @return the root of the public files' keys; absent when the settings do not tell it
  public static Optional<URI> files(PlatformSettings platform) {
    return platform.filesUrl().or(() -> platform.publicUrl().map(BaseUrls::filesOf));
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
