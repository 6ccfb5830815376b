package dev.tintype.sqs;

import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.s3.AddressParameters;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The parts of an address `sqs://QUEUE?region=NAME&bulk=QUEUE&dead=QUEUE&account=NUMBER&endpoint=
/// URL`.
///
/// @param shown the address as complaints name it
/// @param fresh the name of the queue for fresh messages
/// @param bulk the name of the queue for bulk messages; the same one if both lanes share it
/// @param dead the name of the dead-letter queue of both
/// @param account the number of the account that has the queues; absent for the caller's own
/// @param endpoint the URL of a stand-in or of a private endpoint; absent for AWS' usual one
/// @param region the queues' region
record SqsAddress(
    String shown,
    String fresh,
    String bulk,
    String dead,
    Optional<String> account,
    Optional<URI> endpoint,
    String region) {

  /// How addresses are written.
  static final String FORM = "sqs://QUEUE";

  private static final String START = "sqs://";
  private static final String FIFO = ".fifo";
  private static final String BULK = "bulk";
  private static final String DEAD = "dead";
  private static final String ACCOUNT = "account";

  ///
  /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
  private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9_-]{1,80}");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{12}");

  /// @param address begins with `sqs:`
  /// @throws InvalidAddress when a part is missing, unknown or wrong
  static SqsAddress parse(String address) {
    if (!address.startsWith(START)) {
      throw new InvalidAddress(address, List.of(FORM));
    }
    String[] halves = address.substring(START.length()).split("\\?", 2);
    AddressParameters parameters =
        AddressParameters.parse(
            address,
            halves.length == 1 ? Optional.empty() : Optional.of(halves[1]),
            "sqs",
            List.of(BULK, DEAD, ACCOUNT));
    String fresh = queue(address, halves[0]);
    String bulk = queue(address, parameters.values().getOrDefault(BULK, fresh + "-bulk"));
    String dead = queue(address, parameters.values().getOrDefault(DEAD, fresh + "-dead"));
    if (dead.equals(fresh) || dead.equals(bulk)) {
      throw new InvalidAddress(
          address, "names the queue " + dead + " for its own dead letters, which never ends");
    }
    return new SqsAddress(
        address,
        fresh,
        bulk,
        dead,
        Optional.ofNullable(parameters.values().get(ACCOUNT)).map(text -> account(address, text)),
        parameters.endpoint(),
        parameters.region());
  }

  private static String queue(String address, String name) {
    if (name.endsWith(FIFO)) {
      throw new InvalidAddress(
          address,
          "names the FIFO queue "
              + name
              + ", which cannot delay a single message: use a standard queue");
    }
    if (!QUEUE.matcher(name).matches()) {
      throw new InvalidAddress(
          address,
          "has '"
              + name
              + "' in the place of a queue's name, which has 1 to 80 letters, digits, hyphens and"
              + " underscores; it is not the queue's URL");
    }
    return name;
  }

  private static String account(String address, String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new InvalidAddress(
          address, "has account=" + text + ", which is no account's number of 12 digits");
    }
    return text;
  }

  /// @param problem completes a sentence that begins with the address
  InvalidAddress wrong(String problem) {
    return new InvalidAddress(shown, problem);
  }
}
