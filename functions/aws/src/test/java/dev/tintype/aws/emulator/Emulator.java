package dev.tintype.aws.emulator;

import java.net.URI;
import java.util.Optional;

/// Where the stand-ins answer.
///
/// @param name which one it is, for the report
/// @param s3 its S3
/// @param dynamo its DynamoDB
/// @param sqs its SQS
/// @param events its EventBridge, if it has one
public record Emulator(String name, URI s3, URI dynamo, URI sqs, Optional<URI> events) {

  /// The region every stand-in plays.
  public static final String REGION = "us-east-1";

  /// The access key and secret every stand-in knows.
  public static final String KEY = "test";

  /// @param name for the report
  /// @param endpoint of all services
  /// @return a LocalStack
  public static Emulator localStack(String name, URI endpoint) {
    return new Emulator(name, endpoint, endpoint, endpoint, Optional.of(endpoint));
  }

  /// @return whether it is the servers in this JVM
  public boolean embedded() {
    return events.isEmpty();
  }
}
