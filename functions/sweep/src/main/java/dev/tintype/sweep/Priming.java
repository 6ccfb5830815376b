package dev.tintype.sweep;

import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.port.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Sweeps once with made-up credentials and services at a closed port of this machine, which refuse
/// at once, so that a snapshot holds the classes loaded and linked; what swept is thrown away.
final class Priming {

  private static final Logger LOGGER = System.getLogger("dev.tintype.sweep");

  private static final Settings NOWHERE =
      new Settings(
          Map.of(
              "AWS_REGION", "us-east-1",
              "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
              "TINTYPE_ORIGINALS", "s3://priming",
              "TINTYPE_VARIANTS", "s3://priming",
              "TINTYPE_JOBS", "dynamodb://priming",
              "TINTYPE_QUEUE", "http://127.0.0.1:1/priming",
              "TINTYPE_EVENT_BUS", "priming"));

  private Priming() {}

  static void run() {
    Clients clients =
        new Clients(
            NOWHERE,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("priming", "priming")));
    try {
      Wiring.sweeper(NOWHERE, clients).sweep(Duration.ZERO);
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.DEBUG, "primed", e);
    }
  }
}
