package dev.tintype.canary;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tintype.aws.host.Settings;
import dev.tintype.canary.CustomResource.Answer;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.lines.JsonLines;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Handles two sources: CloudFormation's requests about the stack's custom resource, and a schedule
/// each hour.
public final class CanaryHandler implements RequestStreamHandler {

  private static final int LONGEST_EVENT = 1 << 20;

  /// Reserved for the answer to CloudFormation, with its repetitions.
  private static final Duration TO_ANSWER = Duration.ofSeconds(20);

  private final Check check;
  private final ResponseUrl answers;

  /// Called once by Lambda.
  public CanaryHandler() {
    this(Wiring.check(Settings.ofProcess()), Wiring.answers());
    JsonLines.install(System.out);
  }

  CanaryHandler(Check check, ResponseUrl answers) {
    this.check = check;
    this.answers = answers;
  }

  /// @throws MalformedJson when the event says neither what it is nor where an answer must go
  /// @throws StoreUnavailable when CloudFormation did not accept the answer
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(TO_ANSWER);
    JsonObject event = Json.parse(input.readNBytes(LONGEST_EVENT));
    Answer answer;
    if (event.has("ResponseURL") || event.has("RequestType")) {
      CustomResource request = CustomResource.read(event);
      answer = deployed(request, left);
      send(request, answer);
    } else {
      answer = within(left, () -> check.hourly(left));
    }
    output.write(Json.bytes(Json.object().put("ready", answer instanceof Answer.Success)));
  }

  private Answer deployed(CustomResource request, Duration left) {
    return switch (request.type()) {
      case "Create" -> within(left, () -> check.created(request, left));
      case "Update" -> within(left, () -> check.updated(request, left));
      case "Delete" -> new Answer.Success(Map.of());
      default -> new Answer.Failed("Unknown RequestType: " + request.type());
    };
  }

  /// CloudFormation must get an answer before Lambda ends this invocation, whatever happens.
  private static Answer within(Duration time, Callable<Answer> work) {
    FutureTask<Answer> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().name("canary").start(task);
    try {
      return task.get(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      return broken("The canary did not end within " + time.toSeconds() + " s.", e);
    } catch (ExecutionException e) {
      return broken("The canary itself failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return broken("The canary was stopped.", e);
    }
  }

  private static Answer broken(String reason, Exception cause) {
    FlowLog.event("canary.broken").error(cause);
    return new Answer.Failed(reason);
  }

  private void send(CustomResource request, Answer answer) {
    try {
      answers.send(request.answerTo(), request.json(answer));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("stopped before the answer was sent", e);
    }
  }
}
