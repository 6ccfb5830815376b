package dev.tintype.chaos.stack;

import dev.tintype.aws.LambdaInvoker.Invoked;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.process.RenderFunction;
import dev.tintype.render.remote.EnvironmentEnds;
import dev.tintype.renderfunction.RenderHandler;
import dev.tintype.renderfunction.RenderSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The function that renders, in the process that calls it. It stands in for Lambda: after an
/// answer that ends the environment, the next call makes a new one.
final class RenderHere implements RenderFunction {

  private static final int FUNCTION_MILLIS = 120_000;

  private final RenderSettings settings;
  private @Nullable RenderHandler environment;

  RenderHere(Map<String, String> settings) {
    this.settings = new RenderSettings(settings);
  }

  @Override
  public Invoked invoke(byte[] order) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      RenderHandler live = live();
      live.handleRequest(new ByteArrayInputStream(order), answer, new Invocation(FUNCTION_MILLIS));
      return new Invoked(false, answer.toByteArray());
    } catch (EnvironmentEnds e) {
      environment = null;
      return new Invoked(true, error(e));
    } catch (IOException e) {
      throw new StoreUnavailable("the function that renders", e);
    }
  }

  private RenderHandler live() {
    RenderHandler live = environment;
    if (live == null) {
      try {
        live = new RenderHandler(settings);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreUnavailable("stopped while the renderer starts", e);
      }
      environment = live;
    }
    return live;
  }

  /// As the runtime client reports it.
  private static byte[] error(EnvironmentEnds e) {
    return Json.bytes(
        Json.object().put("errorType", e.getClass().getName()).put("errorMessage", e.getMessage()));
  }
}
