package dev.tintype.cli;

import dev.tintype.cli.client.Server;
import dev.tintype.server.settings.PlatformSettings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The server that a command uses. The token comes only from the environment, because other users
/// of the machine can read command lines.
final class ServerOptions {

  @Option(
      names = "--to",
      paramLabel = "URL",
      description = "The server's URL. Default: TINTYPE_URL, else http://127.0.0.1:8080.")
  private @Nullable String to;

  ServerOptions() {}

  Server server(PlatformSettings settings) {
    URI url = url(settings);
    String token =
        settings
            .token()
            .orElseThrow(() ->
                new InvalidSetting(
                    "TINTYPE_TOKEN is not set: create a token with 'tintype token create'."));
    if (!token.matches("[!-~]+")) {
      throw new InvalidSetting(
          "TINTYPE_TOKEN is no token: it has a space, a line break or a character beyond ASCII.");
    }
    return new Server(url, token);
  }

  /// @return the server's URL
  URI url(PlatformSettings settings) {
    String given = to;
    return given != null
        ? PlatformSettings.webUrl("--to", given)
        : settings.url().orElse(URI.create("http://127.0.0.1:8080"));
  }
}
