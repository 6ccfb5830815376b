package dev.tintype.sweep;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tintype.aws.host.Restorable;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.lines.JsonLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Supplier;
import org.crac.Core;

/// Handles two sources: a schedule every minute, and the messages of the dead-letter queue.
public final class SweepHandler implements RequestStreamHandler {

  /// The time to finish work that was begun just before the deadline: three calls that reach their
  /// limit.
  private static final Duration RESERVE = Duration.ofSeconds(15);

  private final Restorable<Sweeper> sweeper;

  /// Called once by Lambda.
  public SweepHandler() {
    this(Settings.ofProcess());
    JsonLines.install(System.out);
    Core.getGlobalContext().register(sweeper);
  }

  SweepHandler(Settings settings) {
    this(settings, () -> Wiring.sweeper(settings));
  }

  /// For hosts other than Lambda.
  ///
  /// @param context clock and randomness
  public SweepHandler(Settings settings, FlowContext context) {
    this(settings, () -> Wiring.sweeper(settings, Wiring.clients(settings), context));
  }

  private SweepHandler(Settings settings, Supplier<Sweeper> sweeper) {
    this.sweeper = new Restorable<>(settings, Priming::run, sweeper);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    JsonObject event = Json.parse(input.readAllBytes());
    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
    Sweeper live = sweeper.get();
    JsonObject answer = event.has("Records") ? live.deadLetters(event) : live.sweep(left);
    output.write(Json.bytes(answer.node()));
  }

  /// @return the sweeper, built again after each restore of a snapshot
  Restorable<Sweeper> sweeper() {
    return sweeper;
  }
}
