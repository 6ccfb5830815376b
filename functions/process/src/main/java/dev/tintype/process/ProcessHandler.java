package dev.tintype.process;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.lines.JsonLines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Processes one message of the queue at a time. It decodes nothing: another function, which has no
/// rights, renders.
public final class ProcessHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private final Work work;

  /// Called once by Lambda.
  public ProcessHandler() {
    JsonLines.install(System.out);
    this.work = Wiring.work(Settings.ofProcess());
  }

  /// For hosts other than Lambda.
  ///
  /// @param stores the job store and both storages
  /// @param context clock and randomness
  /// @param function the function that renders
  public ProcessHandler(
      Settings settings, Stores stores, FlowContext context, RenderFunction function) {
    this(Wiring.work(settings, Clients.ofRole(settings), stores, context, function));
  }

  ProcessHandler(Work work) {
    this.work = work;
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    List<BatchItemFailure> failures = new ArrayList<>();
    for (SQSMessage message : event.getRecords()) {
      Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
      if (!work.on(message, left)) {
        failures.add(new BatchItemFailure(message.getMessageId()));
      }
    }
    return new SQSBatchResponse(failures);
  }
}
