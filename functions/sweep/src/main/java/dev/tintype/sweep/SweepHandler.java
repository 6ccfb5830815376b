package dev.tintype.sweep;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tintype.aws.host.JsonLines;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/// Two sources call it: a schedule each minute, and the dead-letter queue with its messages. As
/// with the API, what works is built after a snapshot was restored.
public final class SweepHandler implements RequestStreamHandler, Resource {

  private static final Duration RESERVE = Duration.ofSeconds(10);

  private final Settings settings;
  private volatile @Nullable Sweeper sweeper;

  /// Made once by Lambda.
  public SweepHandler() {
    this(Settings.ofProcess());
    JsonLines.install(System.out);
    Core.getGlobalContext().register(this);
  }

  SweepHandler(Settings settings) {
    this.settings = settings;
    if (!settings.snapStart()) {
      this.sweeper = Wiring.sweeper(settings);
    }
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    JsonObject event = Json.parse(input.readAllBytes());
    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
    JsonObject answer = event.has("Records") ? ready().deadLetters(event) : ready().sweep(left);
    output.write(Json.bytes(answer.node()));
  }

  private synchronized Sweeper ready() {
    Sweeper live = sweeper;
    if (live == null) {
      live = Wiring.sweeper(settings);
      sweeper = live;
    }
    return live;
  }

  @Override
  public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
    Priming.run();
    sweeper = null;
  }

  @Override
  public void afterRestore(org.crac.Context<? extends Resource> context) {
    sweeper = Wiring.sweeper(settings);
  }

  /// @return what answers now, if it has been built
  Optional<Sweeper> built() {
    return Optional.ofNullable(sweeper);
  }
}
