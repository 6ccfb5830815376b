package dev.tintype.renderfunction;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.lines.JsonLines;
import dev.tintype.render.launch.RendererLife;
import dev.tintype.render.remote.DescribeOrder;
import dev.tintype.render.remote.EnvironmentEnds;
import dev.tintype.render.remote.RenderAnswer;
import dev.tintype.render.remote.RenderOrder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Carries out one order at a time. The process ends together with its renderer: after a crash, a
/// timeout, damaged data in a codec, or a number of jobs. So the effects of one image on this
/// process reach only a limited number of later images.
///
/// No snapshot is made of this function: its renderer is another process. It is started here, so
/// that it is warm for the first order.
public final class RenderHandler implements RequestStreamHandler, AutoCloseable {

  private static final int LONGEST_ORDER = 1 << 18;

  /// Only Lambda limits the time of a start.
  private static final RendererLife ELSEWHERE =
      new RendererLife(
          RendererLife.ON_A_MACHINE.startWithin(),
          /* startsAhead= */ false,
          RendererLife.ON_A_MACHINE.jobs());

  private final RenderWork work;

  /// Called once by Lambda.
  public RenderHandler() throws InterruptedException {
    this(ofLambda());
  }

  /// For hosts other than Lambda.
  ///
  /// @throws InterruptedException when stopped while the renderer starts
  public RenderHandler(RenderSettings settings) throws InterruptedException {
    this(Wiring.work(settings, ELSEWHERE));
  }

  RenderHandler(RenderWork work) throws InterruptedException {
    this.work = work;
    work.warm();
  }

  /// @throws EnvironmentEnds with the answer as its message, when this process must not be used
  ///   again
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    String answer = answer(input.readNBytes(LONGEST_ORDER), context).json();
    if (work.isOver()) {
      work.close();
      throw new EnvironmentEnds(answer);
    }
    output.write(answer.getBytes(StandardCharsets.UTF_8));
  }

  private static RenderWork ofLambda() {
    JsonLines.install(System.out);
    return Wiring.work(RenderSettings.ofProcess(), RendererLife.IN_A_FUNCTION);
  }

  private RenderAnswer answer(byte[] order, Context context) {
    try {
      if (DescribeOrder.isIn(order)) {
        return work.describe();
      }
      Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
      return work.on(RenderOrder.read(order), left);
    } catch (MalformedJson e) {
      return new RenderAnswer.Unavailable("the order cannot be read: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new RenderAnswer.Unavailable("stopped");
    }
  }

  @Override
  public void close() {
    work.close();
  }
}
