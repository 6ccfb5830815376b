package dev.tintype.server.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressPattern;

/// What the environment says of browsers and proxies before the server.
///
/// @param allowedOrigins `TINTYPE_ALLOWED_ORIGINS`: sites whose pages may use the API and upload,
///   as `https://shop.example`, with commas between them; `*` alone for all sites
/// @param trustedProxies `TINTYPE_TRUSTED_PROXIES`: addresses, or ranges such as `10.0.0.0/8`, of
///   proxies whose `X-Forwarded-For` is believed, with commas between them
public record WebSettings(List<String> allowedOrigins, List<String> trustedProxies) {

  private static final Pattern ORIGIN =
      Pattern.compile("https?://(?:[a-z0-9._-]+|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?");

  /// The defaults.
  public static final WebSettings NONE = new WebSettings(List.of(), List.of());

  /// Copies the lists.
  public WebSettings {
    allowedOrigins = List.copyOf(allowedOrigins);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /// @param environment names to values
  /// @throws Settings.InvalidSetting when a value is not one of those allowed
  public static WebSettings of(Map<String, String> environment) {
    return new WebSettings(
        origins(words(environment, "TINTYPE_ALLOWED_ORIGINS")),
        words(environment, "TINTYPE_TRUSTED_PROXIES").stream().map(WebSettings::proxy).toList());
  }

  private static List<String> words(Map<String, String> environment, String name) {
    return Arrays.stream(environment.getOrDefault(name, "").split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static List<String> origins(List<String> words) {
    if (words.equals(List.of("*"))) {
      return words;
    }
    return words.stream().map(WebSettings::origin).toList();
  }

  /// Normalises an origin. Browsers send origins in lowercase, without a trailing slash and without
  /// default ports.
  private static String origin(String word) {
    String text = word.toLowerCase(Locale.ROOT).replaceFirst("/$", "");
    if (!ORIGIN.matcher(text).matches()) {
      throw new Settings.InvalidSetting(
          "TINTYPE_ALLOWED_ORIGINS has sites such as https://shop.example, or * alone, not '"
              + word
              + "'.");
    }
    return text.replaceFirst("^(http://.*):80$", "$1").replaceFirst("^(https://.*):443$", "$1");
  }

  private static String proxy(String word) {
    try {
      InetAddressPattern _ = InetAddressPattern.from(word);
      return word;
    } catch (IllegalArgumentException e) {
      throw new Settings.InvalidSetting(
          "TINTYPE_TRUSTED_PROXIES has addresses, or ranges such as 10.0.0.0/8, not '"
              + word
              + "'.",
          e);
    }
  }
}
