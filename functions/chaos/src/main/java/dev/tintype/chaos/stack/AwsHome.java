package dev.tintype.chaos.stack;

import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulator;
import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.port.JobSender;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.FilterRuleName;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Its own buckets, table and queues on an AWS stand-in, configured as in `template.yaml`. S3
/// announces originals to the queue, and the queue moves a message to the dead-letter queue after
/// ten deliveries.
public final class AwsHome implements Home {

  /// The environment variable with the dead-letter queue's URL.
  static final String DEAD_LETTERS = "TINTYPE_CHAOS_DEAD_LETTERS";

  private static final String VISIBILITY_SECONDS = "1800";
  private static final String RECEIVES = "10";

  private final EmulatedAws aws;
  private final String libvips;
  private final String originals;
  private final String variants;
  private final String queueUrl;
  private final Map<String, String> environment;
  private final OpenAws outside;

  /// Creates buckets, table and queues.
  ///
  /// @param services the endpoints for creating and inspecting them
  /// @param seen the endpoints that the platform uses: the same ones, or proxies in front of them
  /// @param libvips the folder with libvips
  public AwsHome(Emulator services, Emulator seen, String libvips) {
    this.aws = new EmulatedAws(services);
    this.libvips = libvips;
    this.originals = aws.newBucket();
    this.variants = aws.newBucket();
    String deadLetters = aws.newQueue();
    this.queueUrl = aws.newQueue();
    setAside(deadLetters);
    tellArrivals();
    Map<String, String> all = new HashMap<>(settings(aws.newTable()));
    all.put(DEAD_LETTERS, deadLetters);
    all.putAll(endpoints(seen));
    this.environment = Map.copyOf(all);
    this.outside = outside(services);
  }

  private static Map<String, String> endpoints(Emulator where) {
    return Map.of(
        "AWS_ENDPOINT_URL_S3", where.s3().toString(),
        "AWS_ENDPOINT_URL_DYNAMODB", where.dynamo().toString(),
        "AWS_ENDPOINT_URL_SQS", where.sqs().toString());
  }

  private void setAside(String deadLetters) {
    String policy =
        "{\"deadLetterTargetArn\":\""
            + arn(deadLetters)
            + "\",\"maxReceiveCount\":"
            + RECEIVES
            + "}";
    try (SqsClient sqs = aws.sqs()) {
      sqs.setQueueAttributes(r ->
          r.queueUrl(queueUrl)
              .attributes(
                  Map.of(
                      QueueAttributeName.VISIBILITY_TIMEOUT,
                      VISIBILITY_SECONDS,
                      QueueAttributeName.REDRIVE_POLICY,
                      policy)));
    }
  }

  private String arn(String url) {
    try (SqsClient sqs = aws.sqs()) {
      return Objects.requireNonNull(
          sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
              .attributes()
              .get(QueueAttributeName.QUEUE_ARN));
    }
  }

  private void tellArrivals() {
    String arn = arn(queueUrl);
    FilterRule prefix =
        FilterRule.builder().name(FilterRuleName.PREFIX).value("originals/").build();
    QueueConfiguration told =
        QueueConfiguration.builder()
            .queueArn(arn)
            .events(Event.S3_OBJECT_CREATED)
            .filter(f -> f.key(k -> k.filterRules(prefix)))
            .build();
    try (S3Client s3 = aws.s3()) {
      s3.putBucketNotificationConfiguration(
          r -> r.bucket(originals).notificationConfiguration(n -> n.queueConfigurations(told)));
    }
  }

  private Map<String, String> settings(String table) {
    return Map.ofEntries(
        Map.entry("AWS_REGION", Emulator.REGION),
        Map.entry("AWS_ACCESS_KEY_ID", Emulator.KEY),
        Map.entry("AWS_SECRET_ACCESS_KEY", Emulator.KEY),
        Map.entry("TINTYPE_AUTH", "IAM"),
        Map.entry("TINTYPE_JOBS", "dynamodb://" + table),
        Map.entry("TINTYPE_ORIGINALS", "s3://" + originals),
        Map.entry("TINTYPE_VARIANTS", "s3://" + variants),
        Map.entry("TINTYPE_QUEUE", queueUrl),
        Map.entry("TINTYPE_PUBLIC_URL", "http://127.0.0.1"),
        Map.entry("LD_LIBRARY_PATH", libvips));
  }

  @Override
  public Class<?> server() {
    return AwsServer.class;
  }

  @Override
  public Class<?> worker() {
    return AwsWorker.class;
  }

  @Override
  public List<String> arguments() {
    return List.of();
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public Opened open() {
    return outside;
  }

  /// Opens the services without the proxies.
  private OpenAws outside(Emulator services) {
    Map<String, String> direct = new HashMap<>(environment);
    direct.putAll(endpoints(services));
    Clients clients = new Clients(new Settings(direct), aws.credentials());
    return new OpenAws(clients.stores(new SecureRandom()), clients.sender());
  }

  private record OpenAws(Stores stores, JobSender sender) implements Opened {
    @Override
    public void close() {
      // The client stays open for the next user.
    }
  }
}
