package dev.tintype.presign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.aws.host.Settings;
import java.util.Map;
import org.crac.Core;
import org.junit.jupiter.api.Test;

/// What lives through a snapshot. Making and restoring one takes Lambda; here its hooks are called
/// in its order.
class SnapshotTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "AWS_REGION", "us-east-1",
          "TINTYPE_AUTH", "IAM",
          "TINTYPE_PUBLIC_URL", "https://images.example",
          "TINTYPE_ORIGINALS", "s3://originals",
          "TINTYPE_VARIANTS", "s3://variants",
          "TINTYPE_JOBS", "dynamodb://jobs",
          "TINTYPE_EVENT_BUS", "bus",
          "TINTYPE_QUEUE", "https://queue.example/jobs");

  private static PresignHandler inSnapshot() {
    var environment = new java.util.HashMap<>(ENVIRONMENT);
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    return new PresignHandler(new Settings(environment));
  }

  @Test
  void primingNeedsNoNetworkAndLeavesNothingThatAnswers() {
    PresignHandler handler = inSnapshot();
    handler.beforeCheckpoint(Core.getGlobalContext());
    assertThat(handler.built()).isEmpty();
  }

  @Test
  void eachRestoreBuildsPartsOfItsOwn() {
    PresignHandler one = inSnapshot();
    one.beforeCheckpoint(Core.getGlobalContext());
    one.afterRestore(Core.getGlobalContext());
    var first = one.built().orElseThrow();
    one.afterRestore(Core.getGlobalContext());
    assertThat(one.built().orElseThrow()).isNotSameAs(first);
  }

  @Test
  void withoutSnapshotsItIsBuiltWhileTheFunctionStarts() {
    assertThat(new PresignHandler(new Settings(ENVIRONMENT)).built()).isPresent();
  }
}
