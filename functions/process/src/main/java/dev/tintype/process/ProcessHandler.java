package dev.tintype.process;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.tintype.aws.host.Clients;
import dev.tintype.aws.host.Restorable;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.lines.JsonLines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.crac.Core;

/// Processes one message of the queue at a time. It decodes nothing: another function, which has no
/// rights, renders.
public final class ProcessHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private final Restorable<Work> work;

  /// Called once by Lambda.
  public ProcessHandler() {
    this(Settings.ofProcess());
    JsonLines.install(System.out);
    Core.getGlobalContext().register(work);
  }

  ProcessHandler(Settings settings) {
    this(settings, () -> Wiring.work(settings));
  }

  /// For hosts other than Lambda.
  ///
  /// @param stores the job store and both storages
  /// @param context clock and randomness
  /// @param function the function that renders
  public ProcessHandler(
      Settings settings, Stores stores, FlowContext context, RenderFunction function) {
    this(
        settings, () -> Wiring.work(settings, Clients.ofRole(settings), stores, context, function));
  }

  ProcessHandler(Settings settings, Supplier<Work> work) {
    this.work = new Restorable<>(settings, Priming::run, work);
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    Work live = work.get();
    List<BatchItemFailure> failures = new ArrayList<>();
    for (SQSMessage message : event.getRecords()) {
      Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
      if (!live.on(message, left)) {
        failures.add(new BatchItemFailure(message.getMessageId()));
      }
    }
    return new SQSBatchResponse(failures);
  }

  /// @return the worker, built again after each restore of a snapshot
  Restorable<Work> work() {
    return work;
  }
}
