package dev.tintype.aws.host;

import dev.tintype.aws.VersionedObject;
import dev.tintype.core.receipt.PublicReceiptKey;
import dev.tintype.core.receipt.ReceiptKey;
import dev.tintype.core.receipt.ReceiptKeys;
import dev.tintype.core.webhook.Webhook;
import dev.tintype.core.webhook.WebhookSettings;
import dev.tintype.sqs.SqsQueues;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// The environment of a function; `docs/deploy.md` lists the names. Reading a missing required
/// setting fails with its name.
///
/// @param environment names and values
public record Settings(Map<String, String> environment) {

  /// How callers are authenticated.
  public enum Auth {
    /// API Gateway checks SigV4 and `execute-api:Invoke` for each route.
    IAM,
    /// API Gateway checks a JWT; this function reads its scopes.
    JWT
  }

  /// Copies the map.
  public Settings {
    environment = Map.copyOf(environment);
  }

  /// @return this process's environment
  public static Settings ofProcess() {
    return new Settings(System.getenv());
  }

  /// @return the region of the function, its buckets, table, queue and bus
  public String region() {
    return wanted("AWS_REGION");
  }

  /// @return the private bucket
  public String originals() {
    return bucket("TINTYPE_ORIGINALS");
  }

  /// @return the public bucket
  String variants() {
    return bucket("TINTYPE_VARIANTS");
  }

  private String bucket(String name) {
    return after("s3://", name);
  }

  /// @return the job table
  String jobs() {
    return after("dynamodb://", "TINTYPE_JOBS");
  }

  /// @return the queues of the lanes; without `TINTYPE_BULK_QUEUE`, one queue for both
  public SqsQueues queues() {
    String fresh = wanted("TINTYPE_QUEUE");
    return new SqsQueues(fresh, optional("TINTYPE_BULK_QUEUE").orElse(fresh));
  }

  /// @return the event bus for notifications
  String eventBus() {
    return wanted("TINTYPE_EVENT_BUS");
  }

  /// @return the webhook that gets outcomes instead of the bus, if one is set
  /// @throws dev.tintype.core.webhook.InvalidWebhook when its settings are wrong
  Optional<Webhook> webhook() {
    return WebhookSettings.of(environment);
  }

  /// @return the root of public URLs
  public URI publicUrl() {
    return URI.create(wanted("TINTYPE_PUBLIC_URL"));
  }

  /// @return where the sweeper looks for erased files, if it looks
  public Optional<URI> lookUrl() {
    return optional("TINTYPE_LOOK_URL").map(URI::create);
  }

  /// @return the private key that signs receipts of erasures, if there is one
  /// @throws dev.tintype.core.receipt.InvalidReceiptKey when the setting is no such key
  public Optional<ReceiptKey> receiptKey() {
    return optional("TINTYPE_RECEIPT_KEY").map(ReceiptKey::parse);
  }

  /// @return the public keys that receipts are verified with
  /// @throws dev.tintype.core.receipt.InvalidReceiptKey when the setting has something else
  public ReceiptKeys receiptKeys() {
    return new ReceiptKeys(
        optional("TINTYPE_RECEIPT_PUBLIC_KEYS").stream()
            .flatMap(keys -> Arrays.stream(keys.split(",", -1)))
            .map(String::strip)
            .map(PublicReceiptKey::new)
            .toList());
  }

  /// @return the root of public URLs, if it is set
  public Optional<URI> knownPublicUrl() {
    return optional("TINTYPE_PUBLIC_URL").map(URI::create);
  }

  /// @return the distribution in front of the public bucket, if there is one
  Optional<String> distribution() {
    return optional("TINTYPE_DISTRIBUTION");
  }

  /// @return how callers are authenticated
  public Auth auth() {
    return Auth.valueOf(wanted("TINTYPE_AUTH"));
  }

  /// @return the name of the default recipe, if it is set
  public Optional<String> recipe() {
    return optional("TINTYPE_RECIPE");
  }

  /// @return the file of recipes that are added to the built-in ones, if one is set
  Optional<VersionedObject.Place> recipes() {
    String name = "TINTYPE_RECIPES";
    if (optional(name).isEmpty()) {
      return Optional.empty();
    }
    String[] place = after("s3://", name).split("/", 2);
    if (place.length < 2 || place[0].isEmpty() || place[1].isEmpty()) {
      throw new IllegalStateException(
          name + " must be s3://BUCKET/KEY, not s3://" + String.join("/", place));
    }
    return Optional.of(new VersionedObject.Place(place[0], place[1]));
  }

  /// @param service as AWS SDKs write it in a variable's name: `S3`, `SQS`, `DYNAMODB`,
  ///   `EVENTBRIDGE`, `CLOUDFRONT`, `LAMBDA`, `CLOUDFORMATION`
  /// @return another endpoint for the service, for tests: the one set for this service, else the
  ///   one set for all. Names:
  ///   https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
  Optional<URI> endpoint(String service) {
    return optional("AWS_ENDPOINT_URL_" + service)
        .or(() -> optional("AWS_ENDPOINT_URL"))
        .map(URI::create);
  }

  /// @return the name of the function that renders
  public String renderFunction() {
    return wanted("TINTYPE_RENDER_FUNCTION");
  }

  /// @return the URL of the HTTP API, if callers sign their requests; else the canary calls the
  ///   API's function itself
  public Optional<URI> apiUrl() {
    return optional("TINTYPE_API_URL").map(URI::create);
  }

  /// @return the ARN of the API's function with its alias
  public String apiFunction() {
    return wanted("TINTYPE_API_FUNCTION");
  }

  /// @return the ARN of the worker with its alias
  public String processFunction() {
    return wanted("TINTYPE_PROCESS_FUNCTION");
  }

  /// @return the ARN of the sweeper with its alias
  public String sweepFunction() {
    return wanted("TINTYPE_SWEEP_FUNCTION");
  }

  /// @return the stack's name, for metrics
  public String stack() {
    return optional("TINTYPE_STACK").orElse("local");
  }

  /// @return whether a snapshot will be made of this process before its first request
  boolean snapStart() {
    return optional("AWS_LAMBDA_INITIALIZATION_TYPE").filter("snap-start"::equals).isPresent();
  }

  private String after(String scheme, String name) {
    String value = wanted(name);
    if (!value.startsWith(scheme)) {
      throw new IllegalStateException(name + " must begin with " + scheme + ", not " + value);
    }
    return value.substring(scheme.length());
  }

  private String wanted(String name) {
    return optional(name)
        .orElseThrow(() -> new IllegalStateException("the setting " + name + " is missing"));
  }

  private Optional<String> optional(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
