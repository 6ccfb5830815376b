package dev.tintype.aws.move;

import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.s3.AddressParameters;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The parts of an address `dynamodb://TABLE?region=NAME&endpoint=URL`.
///
/// @param table the table's name
/// @param endpoint the URL of a stand-in; absent for AWS
/// @param region the table's region
record DynamoAddress(String table, Optional<URI> endpoint, String region) {

  /// How addresses are written.
  static final String FORM = "dynamodb://TABLE";

  private static final String START = "dynamodb://";

  ///
  /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
  private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_.-]{3,255}");

  /// @param address begins with `dynamodb:`
  /// @throws InvalidAddress when a part is missing, unknown or wrong
  static DynamoAddress parse(String address) {
    if (!address.startsWith(START)) {
      throw new InvalidAddress(address, List.of(FORM));
    }
    String[] halves = address.substring(START.length()).split("\\?", 2);
    if (!TABLE.matcher(halves[0]).matches()) {
      throw new InvalidAddress(
          address,
          "has '"
              + halves[0]
              + "' in the place of a table's name, which has 3 to 255 letters, digits, dots,"
              + " hyphens and underscores");
    }
    AddressParameters parameters =
        AddressParameters.parse(
            address,
            halves.length == 1 ? Optional.empty() : Optional.of(halves[1]),
            "dynamodb",
            List.of());
    return new DynamoAddress(halves[0], parameters.endpoint(), parameters.region());
  }

  /// @return the address, the same one however it was written
  String name() {
    return START + table + "?region=" + region + endpoint.map(url -> "&endpoint=" + url).orElse("");
  }
}
