package dev.tintype.aws.emulator;

import dev.tintype.s3.emulator.EmulatedS3;
import java.net.URI;
import java.util.Optional;

/// The endpoints of an AWS stand-in.
///
/// @param name its name in reports
/// @param s3 its S3
/// @param dynamo its DynamoDB
/// @param sqs its SQS
/// @param events its EventBridge, if it has one
public record Emulator(String name, URI s3, URI dynamo, URI sqs, Optional<URI> events) {

  /// The region of every stand-in.
  public static final String REGION = EmulatedS3.REGION;

  /// The access key and secret of every stand-in.
  public static final String KEY = EmulatedS3.KEY;

  /// @param name its name in reports
  /// @param endpoint the endpoint of all services
  /// @return a LocalStack
  public static Emulator localStack(String name, URI endpoint) {
    return new Emulator(name, endpoint, endpoint, endpoint, Optional.of(endpoint));
  }
}
