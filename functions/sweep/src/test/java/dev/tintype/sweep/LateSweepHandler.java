package dev.tintype.sweep;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tintype.aws.host.Settings;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.lines.JsonLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/// The sweeper with a clock that is ahead by the setting `TINTYPE_TEST_AHEAD`, an ISO 8601
/// duration, so that an erasure comes to its end at once. `.ci/aws/granted.py` runs it under the
/// real runtime client.
public final class LateSweepHandler implements RequestStreamHandler {

  private final SweepHandler handler;

  /// Called once by the runtime client.
  public LateSweepHandler() {
    JsonLines.install(System.out);
    Settings settings = Settings.ofProcess();
    Duration ahead = Duration.parse(settings.environment().get("TINTYPE_TEST_AHEAD"));
    InstantSource clock = () -> InstantSource.system().instant().plus(ahead);
    this.handler =
        new SweepHandler(
            settings, new FlowContext(clock, new SecureRandom(), StepBoundary.UNHEARD));
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    handler.handleRequest(input, output, context);
  }
}
