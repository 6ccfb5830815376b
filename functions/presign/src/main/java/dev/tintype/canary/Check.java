package dev.tintype.canary;

import dev.tintype.aws.AccountFacts;
import dev.tintype.canary.CustomResource.Answer;
import dev.tintype.canary.Repeats.Found;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.lines.Metrics;
import dev.tintype.core.lines.Metrics.Measured;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is checked at each occasion, and what is measured.
///
/// @param canary sends an image through the platform
/// @param account what AWS says about account and stack
/// @param sandbox what isolates the renderer
/// @param metrics where metrics go
/// @param logs where the logs of the functions are, for messages
record Check(Canary canary, AccountFacts account, Sandbox sandbox, Metrics metrics, String logs) {

  /// Reserved for erasing the image, which includes a sweep.
  private static final Duration TO_ERASE = Duration.ofSeconds(110);

  private static final Duration TO_ASK = Duration.ofSeconds(30);

  Answer hourly(Duration left) throws InterruptedException {
    return image(left);
  }

  /// @param left until the answer must be there
  Answer created(CustomResource request, Duration left) throws InterruptedException {
    try {
      requireExecutions(request);
    } catch (CanaryFailure | MalformedJson e) {
      return new Answer.Failed(String.valueOf(e.getMessage()));
    }
    return image(left.minus(TO_ASK));
  }

  /// While a stack is rolled back, CloudFormation updates the resource to its former properties. A
  /// failure then would leave the stack between two releases.
  Answer updated(CustomResource request, Duration left) throws InterruptedException {
    return isRollingBack(request)
        ? new Answer.Success(Map.of("Sandbox", "not asked, because the update was rolled back"))
        : created(request, left.minus(TO_ASK));
  }

  private boolean isRollingBack(CustomResource request) throws InterruptedException {
    try {
      return canary
          .repeats(TO_ASK)
          .until(
              "DescribeStacks",
              TO_ASK,
              () -> new Found.Done<>(account.stackStatus(request.stack())))
          .contains("ROLLBACK");
    } catch (CanaryFailure e) {
      FlowLog.event("canary.no_status").cause(e).warning();
      return false;
    }
  }

  private void requireExecutions(CustomResource request)
      throws CanaryFailure, InterruptedException {
    int value = number("MaxConcurrency", request.properties().text("MaxConcurrency"));
    String bulk = request.properties().optionalText("BulkConcurrency").orElse("0");
    int bulkValue = number("BulkConcurrency", bulk);
    Repeats repeats = canary.repeats(TO_ASK);
    int executions =
        repeats.until(
            "GetAccountSettings", TO_ASK, () -> new Found.Done<>(account.sharedExecutions()));
    new Concurrency(executions).require(value, bulkValue);
  }

  private static int number(String name, String text) throws CanaryFailure {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new CanaryFailure(name + " is not a number: " + text);
    }
  }

  private Answer image(Duration left) throws InterruptedException {
    try {
      Duration took = canary.run(left.minus(TO_ERASE));
      measure(0, Map.of("CanarySeconds", Measured.seconds(took.toSeconds())), Map.of());
      FlowLog.event("canary.ready").with("ms", took.toMillis()).info();
      return new Answer.Success(
          Map.of("Sandbox", sandbox.text(), "Seconds", Long.toString(took.toSeconds())));
    } catch (CanaryFailure e) {
      String reason = String.valueOf(e.getMessage());
      measure(1, Map.of(), Map.of("reason", reason));
      FlowLog.event("canary.failed").detail(reason).error();
      return new Answer.Failed(reason + ". The logs are in " + logs + ".");
    }
  }

  private void measure(int failed, Map<String, Measured> more, Map<String, String> fields) {
    Map<String, Measured> values = new LinkedHashMap<>(more);
    values.put("CanaryFailed", Measured.count(failed));
    Map<String, String> line = new LinkedHashMap<>(fields);
    line.put("event", "canary");
    metrics.put(values, line);
  }
}
