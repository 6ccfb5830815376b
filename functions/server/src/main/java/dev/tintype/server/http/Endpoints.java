package dev.tintype.server.http;

import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Finds the endpoint of a path by its first segment, and answers what endpoints throw. The entry
/// point of every request.
final class Endpoints extends Handler.Abstract {

  private static final Logger LOGGER = System.getLogger("dev.tintype.http");

  private final Map<String, Endpoint> byFirstSegment;
  private final Endpoint otherwise;
  private final HttpMetrics metrics;

  /// @param byFirstSegment such as `files` for `/files/...`
  /// @param otherwise answers all other paths
  Endpoints(Map<String, Endpoint> byFirstSegment, Endpoint otherwise, HttpMetrics metrics) {
    this.byFirstSegment = Map.copyOf(byFirstSegment);
    this.otherwise = otherwise;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response);
    Endpoint endpoint = byFirstSegment.getOrDefault(firstSegment(exchange.path()), otherwise);
    metrics.watch(endpoint.name(), request, response);
    SecurityHeaders.setUsual(exchange);
    try {
      answer(endpoint, exchange);
      callback.succeeded();
    } catch (Throwable e) {
      fail(exchange, callback, e);
    }
    return true;
  }

  private static void answer(Endpoint endpoint, Exchange exchange)
      throws IOException, InterruptedException {
    try {
      endpoint.answer(exchange);
    } catch (StorageFull e) {
      LOGGER.log(Level.ERROR, () -> "event=http.no_room detail=\"" + e.getMessage() + '"');
      answerInstead(exchange, HttpProblem.NO_ROOM, e);
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.WARNING, () -> "event=http.unavailable path=" + exchange.path(), e);
      answerInstead(exchange, HttpProblem.UNAVAILABLE, e);
    } catch (Exchange.BadQuery e) {
      answerInstead(
          exchange, HttpProblem.INVALID_REQUEST.saying(String.valueOf(e.getMessage())), e);
    }
  }

  private static void answerInstead(Exchange exchange, HttpProblem problem, RuntimeException cause)
      throws IOException {
    if (exchange.isCommitted()) {
      throw cause;
    }
    exchange.reset();
    SecurityHeaders.setUsual(exchange);
    if (problem.status() >= 500) {
      exchange.set("retry-after", "5");
    }
    exchange.answer(problem);
  }

  /// A client that is gone, or too slow, is its own affair; anything else is our mistake.
  private static void fail(Exchange exchange, Callback callback, Throwable e) {
    if (e instanceof IOException || e instanceof HttpException) {
      LOGGER.log(Level.DEBUG, () -> "event=http.gone path=" + exchange.path() + " cause=" + e);
      callback.failed(e);
      return;
    }
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    LOGGER.log(Level.ERROR, () -> "event=http.failed path=" + exchange.path(), e);
    callback.failed(e);
  }

  private static String firstSegment(String path) {
    int end = path.indexOf('/', 1);
    return path.substring(Math.min(1, path.length()), end < 0 ? path.length() : end);
  }
}
