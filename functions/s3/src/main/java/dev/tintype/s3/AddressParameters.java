package dev.tintype.s3;

import dev.tintype.core.provider.InvalidAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What stands behind the `?` of an address of a service on AWS, or of one like it:
/// `endpoint=URL&region=NAME`, and what else a scheme knows.
///
/// @param values the parameters by their names
/// @param endpoint the service's URL; absent for AWS
/// @param region the region, as signatures name it
public record AddressParameters(Map<String, String> values, Optional<URI> endpoint, String region) {

  static final String ENDPOINT = "endpoint";
  static final String REGION = "region";
  private static final Pattern REGION_NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /// Copies the parameters.
  public AddressParameters {
    values = Map.copyOf(values);
  }

  /// @param address the whole address
  /// @param text what stands behind its `?`, if it has one
  /// @param scheme the scheme in messages
  /// @param more parameters that the scheme knows besides
  /// @throws InvalidAddress when a parameter is missing, unknown or wrong
  public static AddressParameters parse(
      String address, Optional<String> text, String scheme, List<String> more) {
    List<String> known = new ArrayList<>(List.of(ENDPOINT, REGION));
    known.addAll(more);
    Map<String, String> values = new HashMap<>();
    text.ifPresent(pairs -> parse(address, pairs, scheme, known, values));
    Optional<URI> endpoint =
        Optional.ofNullable(values.get(ENDPOINT)).map(url -> endpoint(address, url));
    return new AddressParameters(values, endpoint, region(address, values, endpoint.isPresent()));
  }

  private static void parse(
      String address, String text, String scheme, List<String> known, Map<String, String> found) {
    for (String pair : text.split("&", -1)) {
      String name = pair.split("=", 2)[0];
      if (!known.contains(name)) {
        throw new InvalidAddress(
            address,
            "has an unknown parameter '" + name + "': " + scheme + " knows " + said(known));
      }
      if (found.put(name, pair.substring(Math.min(name.length() + 1, pair.length()))) != null) {
        throw new InvalidAddress(address, "has the parameter " + name + " twice");
      }
    }
  }

  private static String said(List<String> names) {
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  private static URI endpoint(String address, String text) {
    try {
      URI url = URI.create(text);
      boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (isWeb && url.getHost() != null && hasHostAlone(url)) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      InvalidAddress wrong = wrongEndpoint(address, text);
      wrong.initCause(e);
      throw wrong;
    }
    throw wrongEndpoint(address, text);
  }

  private static boolean hasHostAlone(URI url) {
    return url.getUserInfo() == null
        && url.getRawFragment() == null
        && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"));
  }

  private static InvalidAddress wrongEndpoint(String address, String text) {
    return new InvalidAddress(
        address,
        "has the endpoint '" + text + "', which is no URL such as https://store.example:9000");
  }

  private static String region(String address, Map<String, String> values, boolean hasEndpoint) {
    String region = values.get(REGION);
    if (region == null && hasEndpoint) {
      return Quirks.USUAL_REGION;
    }
    if (region == null) {
      throw new InvalidAddress(
          address,
          "needs a region, such as region=eu-central-1; for a store outside AWS it needs an"
              + " endpoint");
    }
    if (!REGION_NAME.matcher(region).matches()) {
      throw new InvalidAddress(address, "has '" + region + "' in the place of a region's name");
    }
    return region;
  }
}
