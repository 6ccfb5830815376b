package dev.tintype.aws.host;

import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// The settings of a stack that does not exist, for priming. The credentials are invented. The
/// services point to a closed local port, which refuses connections at once.
public final class PrimingStack {

  /// The settings of that stack.
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
              "TINTYPE_RENDER_FUNCTION", "priming",
              "TINTYPE_PUBLIC_URL", "https://priming.invalid",
              "TINTYPE_RECIPES", "s3://priming/recipes.json"));

  private PrimingStack() {}

  /// @return new clients of that stack
  public static Clients clients() {
    return new Clients(
        SETTINGS,
        StaticCredentialsProvider.create(AwsBasicCredentials.create("priming", "priming")));
  }
}
