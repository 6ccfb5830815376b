package dev.tintype.s3;

import dev.tintype.core.provider.InvalidAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /// How the addresses of places are written.
  static final String PLACE = "s3://BUCKET/PREFIX";

  private static final String START = "s3://";
  private static final String PATH_STYLE = "path-style";

  /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /// @param address begins with `s3:`
  /// @throws InvalidAddress when a part is missing, unknown or wrong
  static S3Address parse(String address) {
    if (!address.startsWith(START)) {
      throw new InvalidAddress(address, List.of(FORM));
    }
    String[] halves = address.substring(START.length()).split("\\?", 2);
    return parse(address, buckets(address, halves[0]), halves);
  }

  /// A place for objects: what a bucket has under a prefix.
  ///
  /// @param address both its buckets are the one
  /// @param prefix empty, or with a slash at its end
  record Place(S3Address address, String prefix) {}

  /// @param address `s3://BUCKET`, or `s3://BUCKET/PREFIX`, with the parameters of any address
  /// @throws InvalidAddress when a part is missing, unknown or wrong
  static Place place(String address) {
    if (!address.startsWith(START)) {
      throw new InvalidAddress(address, List.of(PLACE));
    }
    String[] halves = address.substring(START.length()).split("\\?", 2);
    String[] parts = halves[0].split("/", 2);
    String prefix = parts.length == 1 ? "" : parts[1].replaceAll("/+$", "");
    if (prefix.startsWith("/") || prefix.contains("//")) {
      throw new InvalidAddress(address, "has an empty part in its path");
    }
    bucket(address, parts[0]);
    return new Place(
        parse(address, List.of(parts[0], parts[0]), halves), prefix.isEmpty() ? "" : prefix + "/");
  }

  private static S3Address parse(String address, List<String> buckets, String[] halves) {
    AddressParameters parameters =
        AddressParameters.parse(
            address,
            halves.length == 1 ? Optional.empty() : Optional.of(halves[1]),
            "s3",
            List.of(PATH_STYLE));
    Optional<URI> endpoint = parameters.endpoint();
    return new S3Address(
        buckets.getFirst(),
        buckets.getLast(),
        endpoint,
        parameters.region(),
        pathStyle(address, parameters.values(), endpoint.isPresent()));
  }

  /// @return an address that names the same buckets, the same for every spelling. It lacks what
  ///   only says how they are reached
  String name() {
    String place =
        endpoint
            .map(url ->
                AddressParameters.ENDPOINT + "=" + url.getScheme() + "://" + url.getAuthority())
            .orElse(AddressParameters.REGION + "=" + region);
    return START + originals + "," + variants + "?" + place;
  }

  private static List<String> buckets(String address, String text) {
    List<String> names = Arrays.asList(text.split(",", -1));
    if (names.size() != 2) {
      throw new InvalidAddress(
          address, "needs two buckets, of originals and of variants, as in " + FORM);
    }
    names.forEach(name -> bucket(address, name));
    if (names.getFirst().equals(names.getLast())) {
      throw new InvalidAddress(
          address, "names one bucket twice, but originals are private and variants are public");
    }
    return names;
  }

  private static void bucket(String address, String name) {
    if (!BUCKET.matcher(name).matches()) {
      throw new InvalidAddress(
          address,
          "has '"
              + name
              + "' in the place of a bucket's name, which has 3 to 63 lowercase letters, digits,"
              + " dots and hyphens");
    }
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
