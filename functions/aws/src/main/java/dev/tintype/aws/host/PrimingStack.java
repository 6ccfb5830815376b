package dev.tintype.aws.host;

import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// A stack that does not exist, for priming: its credentials are made up, and its services are at a
/// closed port of this machine, which refuses at once.
public final class PrimingStack {

  /// Names every part of that stack.
  public static final Settings SETTINGS =
      new Settings(
          Map.of(
              "AWS_REGION", "us-east-1",
              "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
              "TINTYPE_ORIGINALS", "s3://priming",
              "TINTYPE_VARIANTS", "s3://priming",
              "TINTYPE_JOBS", "dynamodb://priming",
              "TINTYPE_QUEUE", "http://127.0.0.1:1/priming",
              "TINTYPE_EVENT_BUS", "priming",
              "TINTYPE_PUBLIC_URL", "https://priming.invalid"));

  private PrimingStack() {}

  /// @return fresh clients of that stack
  public static Clients clients() {
    return new Clients(
        SETTINGS,
        StaticCredentialsProvider.create(AwsBasicCredentials.create("priming", "priming")));
  }
}
