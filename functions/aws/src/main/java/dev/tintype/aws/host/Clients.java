package dev.tintype.aws.host;

import dev.tintype.aws.AccountFacts;
import dev.tintype.aws.CloudFrontEdgeCache;
import dev.tintype.aws.DynamoJobStore;
import dev.tintype.aws.EventBridgeNotifier;
import dev.tintype.aws.HttpApi;
import dev.tintype.aws.LambdaInvoker;
import dev.tintype.aws.QueueBodyReader;
import dev.tintype.aws.SignedHttp;
import dev.tintype.aws.StagingSigner;
import dev.tintype.aws.StagingSigner.Place;
import dev.tintype.aws.VersionedObject;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.UploadSigner;
import dev.tintype.core.webhook.CoolDownNotifier;
import dev.tintype.core.webhook.Webhook;
import dev.tintype.core.webhook.WebhookNotifier;
import dev.tintype.s3.S3EventReader;
import dev.tintype.s3.S3Storage;
import dev.tintype.s3.S3UploadSigner;
import dev.tintype.s3.SdkHttp;
import dev.tintype.sqs.SqsJobSender;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The adapters of a function, sharing one HTTP client. Safe for use by many threads.
public final class Clients {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration SOCKET = Duration.ofSeconds(20);

  /// How long a store may send nothing if its answer can be done without.
  private static final Duration IMPATIENT = Duration.ofSeconds(1);

  /// Long enough to store the largest file; a worker has minutes.
  private static final Duration LONGEST_CALL = Duration.ofSeconds(60);

  private static final Duration WEBHOOK_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration WEBHOOK_PAUSE = Duration.ofSeconds(30);

  private final Settings settings;
  private final AwsCredentialsProvider credentials;
  private final SdkHttpClient http;
  private final Duration longestCall;

  /// @param credentials the signing credentials
  public Clients(Settings settings, AwsCredentialsProvider credentials) {
    this(settings, credentials, LONGEST_CALL);
  }

  /// @param credentials the signing credentials
  /// @param longestCall how long a call may take, its repetitions included. Each try gets half of
  ///   it. Reading the body of an object is not limited
  public Clients(Settings settings, AwsCredentialsProvider credentials, Duration longestCall) {
    this.settings = settings;
    this.credentials = credentials;
    this.longestCall = longestCall;
    this.http =
        SdkHttp.client(CONNECT, SOCKET.compareTo(longestCall) < 0 ? SOCKET : longestCall).build();
  }

  /// @return clients with the function's own role. Its credentials come from the environment, or
  ///   from Lambda after a snapshot was restored
  public static Clients ofRole(Settings settings) {
    return ofRole(settings, LONGEST_CALL);
  }

  /// @param longestCall how long a call may take, its repetitions included
  /// @return clients with the function's own role
  public static Clients ofRole(Settings settings, Duration longestCall) {
    return new Clients(
        settings,
        AwsCredentialsProviderChain.of(
            EnvironmentVariableCredentialsProvider.create(), ContainerCredentialsProvider.create()),
        longestCall);
  }

  /// @param random makes the names of commits and puts
  /// @return the job table and both buckets
  public Stores stores(SecureRandom random) {
    S3Client s3 = s3().build();
    DynamoDbClient dynamo = configured(DynamoDbClient.builder(), "DYNAMODB").build();
    return new Stores(
        new DynamoJobStore(dynamo, settings.jobs(), random),
        new S3Storage(s3, settings.originals(), random),
        new S3Storage(s3, settings.variants(), random));
  }

  private S3ClientBuilder s3() {
    return configured(S3Client.builder(), "S3")
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .forcePathStyle(settings.endpoint("S3").isPresent());
  }

  /// @param mostBytes the longest file that is read
  /// @return the file of recipes, if one is set. A store that sends nothing for a second counts as
  ///   unavailable
  public Optional<VersionedObject> recipes(int mostBytes) {
    return settings.recipes().map(place -> new VersionedObject(impatient(), place, mostBytes));
  }

  private S3Client impatient() {
    // The AWS CLI may store a kind of checksum that this client cannot compute.
    return s3().responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .httpClient(SdkHttp.client(IMPATIENT, IMPATIENT).build())
        .build();
  }

  /// @return the sender of the queues
  public JobSender sender() {
    return new SqsJobSender(sqs(), settings.queues());
  }

  /// @return the SQS client
  public SqsClient sqs() {
    return configured(SqsClient.builder(), "SQS").build();
  }

  /// @return the reader of the queue's messages
  public QueueBodyReader reader() {
    return new QueueBodyReader(new S3EventReader(settings.originals(), settings.region()));
  }

  /// @param clock decides how long the credentials remain valid
  /// @return the signer of the originals' bucket
  public UploadSigner signer(InstantSource clock) {
    return new S3UploadSigner(presigner(), credentials, settings.originals(), clock);
  }

  /// @param clock decides how long the credentials remain valid
  /// @return the signer of the requests that the rendering function may make
  public StagingSigner staging(InstantSource clock) {
    Place place = new Place(settings.originals(), settings.region());
    return new StagingSigner(presigner(), credentials, place, clock);
  }

  private S3Presigner presigner() {
    S3Presigner.Builder presigner =
        S3Presigner.builder()
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials)
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(settings.endpoint("S3").isPresent())
                    .build());
    settings.endpoint("S3").ifPresent(presigner::endpointOverride);
    return presigner.build();
  }

  /// @param longest how long a call may take; longer than the function's timeout
  /// @return the client that calls the function that renders
  public LambdaInvoker renderFunction(Duration longest) {
    return function(settings.renderFunction(), longest);
  }

  /// @param name a function's name, or its ARN with an alias
  /// @param longest how long a call may take
  /// @return the client that calls the function
  public LambdaInvoker function(String name, Duration longest) {
    SdkHttpClient patient = SdkHttp.client(CONNECT, longest).build();
    return new LambdaInvoker(
        new SignedHttp(patient, credentials), settings.region(), endpointOf("lambda"), name);
  }

  /// @param root the URL of the HTTP API
  /// @return the client of Tintype's own API, as a caller that IAM authorises
  public HttpApi api(URI root) {
    return new HttpApi(new SignedHttp(http, credentials), settings.region(), root);
  }

  /// @return the questions that the canary asks AWS about account and stack
  public AccountFacts account() {
    return new AccountFacts(
        new SignedHttp(http, credentials),
        settings.region(),
        endpointOf("lambda"),
        endpointOf("cloudformation"));
  }

  private URI endpointOf(String service) {
    return settings
        .endpoint(service.toUpperCase(Locale.ROOT))
        .orElseGet(
            () -> URI.create("https://" + service + "." + settings.region() + ".amazonaws.com"));
  }

  /// @param clock the time of signatures
  /// @return the webhook if one is configured, else the event bus
  public Notifier notifier(InstantSource clock) {
    return settings.webhook().<Notifier>map(webhook -> told(webhook, clock)).orElseGet(this::bus);
  }

  /// A sweep has one minute in total, so a receiver that does not respond gets only a small part of
  /// it.
  private static Notifier told(Webhook webhook, InstantSource clock) {
    SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    return new CoolDownNotifier(
        new WebhookNotifier(webhook, tls, WEBHOOK_TIMEOUT, clock), WEBHOOK_PAUSE, clock);
  }

  private Notifier bus() {
    URI endpoint =
        settings
            .endpoint("EVENTBRIDGE")
            .orElseGet(() -> URI.create("https://events." + settings.region() + ".amazonaws.com/"));
    return new EventBridgeNotifier(
        new SignedHttp(http, credentials), settings.region(), endpoint, settings.eventBus());
  }

  /// @param clock supplies the minute
  /// @return the distribution; without one, a cache that does nothing
  public EdgeCache edge(InstantSource clock) {
    return settings
        .distribution()
        .<EdgeCache>map(id ->
            new CloudFrontEdgeCache(
                new SignedHttp(http, credentials),
                settings
                    .endpoint("CLOUDFRONT")
                    .orElseGet(() -> URI.create("https://cloudfront.amazonaws.com")),
                id,
                clock))
        .orElse(EdgeCache.NONE);
  }

  private <
          B extends
              AwsClientBuilder<B, C>
                  & software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder<B, C>,
          C>
      B configured(B builder, String service) {
    builder
        .httpClient(http)
        .region(Region.of(settings.region()))
        .credentialsProvider(credentials)
        .overrideConfiguration(c ->
            c.retryStrategy(RetryMode.STANDARD)
                .apiCallTimeout(longestCall)
                .apiCallAttemptTimeout(longestCall.dividedBy(2)));
    settings.endpoint(service).ifPresent(builder::endpointOverride);
    return builder;
  }
}
