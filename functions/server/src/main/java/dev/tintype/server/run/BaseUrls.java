package dev.tintype.server.run;

import java.net.InetSocketAddress;
import java.net.URI;

/// Where clients reach a server.
///
/// @param server the API and the signed URLs
/// @param files the root of the public files' keys
record BaseUrls(URI server, URI files) {

  static BaseUrls of(Plan plan, int port) {
    URI server = plan.publicUrl().orElseGet(() -> own(plan.address(), port));
    return new BaseUrls(
        server, plan.filesUrl().orElseGet(() -> URI.create(withoutSlash(server) + "/files")));
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
