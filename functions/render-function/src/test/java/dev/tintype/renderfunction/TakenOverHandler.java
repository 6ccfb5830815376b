package dev.tintype.renderfunction;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tintype.core.lines.JsonLines;
import dev.tintype.render.launch.RendererLife;
import dev.tintype.render.process.TrialRenderer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/// The function with a renderer that one original can take over. `.ci/aws/take_over.py` runs it
/// under the real runtime client.
public final class TakenOverHandler implements RequestStreamHandler {

  /// Tests run on busy machines.
  private static final Duration BUSY_START = Duration.ofMinutes(1);

  private final RenderHandler handler;

  /// Called once by the runtime client.
  public TakenOverHandler() throws InterruptedException {
    JsonLines.install(System.out);
    RendererLife life = RendererLife.IN_A_FUNCTION;
    this.handler =
        new RenderHandler(
            Wiring.work(
                RenderSettings.ofProcess(),
                new RendererLife(BUSY_START, life.startsAhead(), life.jobs()),
                TrialRenderer::takenOver));
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    handler.handleRequest(input, output, context);
  }
}
