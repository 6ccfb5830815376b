package dev.tintype.sqs.emulator;

import dev.tintype.s3.emulator.EmulatedS3;
import dev.tintype.s3.emulator.LocalStack;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// A client of an SQS stand-in, and names of new queues on it.
public final class EmulatedSqs {

  private final URI endpoint;
  private final SqsClient sqs;

  /// @param endpoint the stand-in's URL
  public EmulatedSqs(URI endpoint) {
    this.endpoint = endpoint;
    this.sqs =
        SqsClient.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .region(Region.of(EmulatedS3.REGION))
            .credentialsProvider(credentials())
            .endpointOverride(endpoint)
            .build();
  }

  /// @return the stand-in of this run: LocalStack if available, else an embedded server
  public static EmulatedSqs shared() {
    return Shared.SQS;
  }

  private static final class Shared {
    static final EmulatedSqs SQS =
        new EmulatedSqs(LocalStack.ofRun().map(LocalStack::endpoint).orElseGet(EmbeddedSqs::start));
  }

  /// @return the credentials that every stand-in accepts
  public static AwsCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(EmulatedS3.KEY, EmulatedS3.KEY));
  }

  /// @return the stand-in's URL
  public URI endpoint() {
    return endpoint;
  }

  /// @return a client
  public SqsClient sqs() {
    return sqs;
  }

  /// @return a name that no queue has
  public static String unusedName() {
    return "tintype-" + UUID.randomUUID();
  }

  /// @param attributes its settings
  /// @return the URL of a new, empty queue
  public String newQueue(String name, Map<QueueAttributeName, String> attributes) {
    return sqs.createQueue(r -> r.queueName(name).attributes(attributes)).queueUrl();
  }

  /// @return the address of a queue on the stand-in
  public String address(String name) {
    return "sqs://" + name + "?endpoint=" + endpoint;
  }
}
