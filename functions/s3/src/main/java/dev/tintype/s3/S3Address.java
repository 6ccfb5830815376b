package dev.tintype.s3;

import dev.tintype.core.provider.InvalidAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The parts of an address `s3://ORIGINALS,VARIANTS?endpoint=URL&region=NAME&path-style=true`.
///
/// @param originals the private bucket
/// @param variants the public bucket
/// @param endpoint the store's URL; absent for AWS
/// @param region the buckets' region, as signatures name it
/// @param pathStyle whether URLs have the bucket's name in the path instead of the host
record S3Address(
    String originals, String variants, Optional<URI> endpoint, String region, boolean pathStyle) {

  /// How addresses are written.
  static final String FORM = "s3://ORIGINALS,VARIANTS";

  private static final String START = "s3://";
  private static final String ENDPOINT = "endpoint";
  private static final String REGION = "region";
  private static final String PATH_STYLE = "path-style";
  private static final Set<String> PARAMETERS = Set.of(ENDPOINT, REGION, PATH_STYLE);

  /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private static final Pattern REGION_NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /// @param address begins with `s3:`
  /// @throws InvalidAddress when a part is missing, unknown or wrong
  static S3Address parse(String address) {
    if (!address.startsWith(START)) {
      throw new InvalidAddress(address, List.of(FORM));
    }
    String[] halves = address.substring(START.length()).split("\\?", 2);
    List<String> buckets = buckets(address, halves[0]);
    Map<String, String> parameters = halves.length == 1 ? Map.of() : parameters(address, halves[1]);
    Optional<URI> endpoint =
        Optional.ofNullable(parameters.get(ENDPOINT)).map(text -> endpoint(address, text));
    return new S3Address(
        buckets.getFirst(),
        buckets.getLast(),
        endpoint,
        region(address, parameters, endpoint.isPresent()),
        pathStyle(address, parameters, endpoint.isPresent()));
  }

  /// @return an address that names the same buckets, the same for every spelling. It lacks what
  ///   only says how they are reached
  String name() {
    String place =
        endpoint
            .map(url -> ENDPOINT + "=" + url.getScheme() + "://" + url.getAuthority())
            .orElse(REGION + "=" + region);
    return START + originals + "," + variants + "?" + place;
  }

  private static List<String> buckets(String address, String text) {
    List<String> names = Arrays.asList(text.split(",", -1));
    if (names.size() != 2) {
      throw new InvalidAddress(
          address, "needs two buckets, of originals and of variants, as in " + FORM);
    }
    for (String name : names) {
      if (!BUCKET.matcher(name).matches()) {
        throw new InvalidAddress(
            address,
            "has '"
                + name
                + "' in the place of a bucket's name, which has 3 to 63 lowercase letters, digits,"
                + " dots and hyphens");
      }
    }
    if (names.getFirst().equals(names.getLast())) {
      throw new InvalidAddress(
          address, "names one bucket twice, but originals are private and variants are public");
    }
    return names;
  }

  private static Map<String, String> parameters(String address, String text) {
    Map<String, String> found = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      String name = pair.split("=", 2)[0];
      if (!PARAMETERS.contains(name)) {
        throw new InvalidAddress(
            address,
            "has an unknown parameter '" + name + "': s3 knows endpoint, region and path-style");
      }
      if (found.put(name, pair.substring(Math.min(name.length() + 1, pair.length()))) != null) {
        throw new InvalidAddress(address, "has the parameter " + name + " twice");
      }
    }
    return found;
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

  private static String region(
      String address, Map<String, String> parameters, boolean hasEndpoint) {
    String region = parameters.get(REGION);
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

  private static boolean pathStyle(
      String address, Map<String, String> parameters, boolean hasEndpoint) {
    return switch (parameters.getOrDefault(PATH_STYLE, Boolean.toString(hasEndpoint))) {
      case "true" -> true;
      case "false" -> false;
      case String other ->
          throw new InvalidAddress(
              address, "has path-style=" + other + ", which is neither true nor false");
    };
  }
}
