package dev.tintype.server.http;

import dev.tintype.core.api.Problem;
import dev.tintype.core.api.ProblemDetails;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.port.StorageFull;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.server.http.exchange.Body;
import dev.tintype.server.http.exchange.Endpoint;
import dev.tintype.server.http.exchange.Exchange;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Finds the endpoint of a path by its first segment, and answers exceptions that endpoints throw.
/// The entry point of every request.
final class Endpoints extends Handler.Abstract {

  private static final Logger LOGGER = System.getLogger("dev.tintype.http");

  /// Methods are case-sensitive, so a method in lowercase is unknown.
  private static final Pattern METHOD = Pattern.compile("[A-Z]+");

  private final Map<String, Endpoint> byFirstSegment;
  private final Endpoint otherwise;
  private final HttpMetrics metrics;
  private final ThreadFactory threads = Thread.ofVirtual().name("request-", 0).factory();

  /// @param byFirstSegment such as `files` for `/files/...`
  /// @param otherwise answers all other paths
  Endpoints(Map<String, Endpoint> byFirstSegment, Endpoint otherwise, HttpMetrics metrics) {
    super(InvocationType.NON_BLOCKING);
    this.byFirstSegment = Map.copyOf(byFirstSegment);
    this.otherwise = otherwise;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response);
    Endpoint endpoint = byFirstSegment.getOrDefault(firstSegment(exchange.path()), otherwise);
    metrics.watch(endpoint.name(), request, response);
    exchange.setAll(SecurityHeaders.usual());
    if (!endpoint.answersAtOnce(exchange, callback)) {
      threads.newThread(() -> answer(endpoint, exchange, callback)).start();
    }
    return true;
  }

  /// The outermost code of a request's own thread, which may block.
  private static void answer(Endpoint endpoint, Exchange exchange, Callback callback) {
    try {
      answer(endpoint, exchange);
      callback.succeeded();
    } catch (Throwable e) {
      fail(exchange, callback, e);
    }
  }

  private static void answer(Endpoint endpoint, Exchange exchange)
      throws IOException, InterruptedException {
    try {
      if (METHOD.matcher(exchange.method()).matches()) {
        endpoint.answer(exchange);
      } else {
        exchange.answer(Problem.UNKNOWN_METHOD);
      }
    } catch (Body.TooSlow e) {
      answerInstead(exchange, Problem.TOO_SLOW.details(), e);
    } catch (StorageFull e) {
      FlowLog.event("http.no_room").detail(String.valueOf(e.getMessage())).error();
      answerInstead(exchange, Problem.NO_ROOM.details(), e);
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.WARNING, () -> "event=http.unavailable path=" + exchange.path(), e);
      answerInstead(exchange, Problem.UNAVAILABLE.details(), e);
    } catch (Exchange.BadQuery e) {
      answerInstead(exchange, Problem.INVALID_REQUEST.saying(String.valueOf(e.getMessage())), e);
    }
  }

  private static <T extends Exception> void answerInstead(
      Exchange exchange, ProblemDetails problem, T cause) throws IOException, T {
    if (exchange.isCommitted()) {
      throw cause;
    }
    exchange.reset();
    exchange.setAll(SecurityHeaders.usual());
    if (problem.status() >= 500) {
      exchange.set("retry-after", "5");
    }
    if (exchange.hasBody()) {
      exchange.set("connection", "close");
    }
    exchange.answer(problem);
  }

  /// Handles an exception. A client that disconnected or is too slow is not our error; anything
  /// else is.
  private static void fail(Exchange exchange, Callback callback, Throwable e) {
    if (e instanceof IOException || e instanceof HttpException) {
      LOGGER.log(Level.DEBUG, () -> "event=http.gone path=" + exchange.path() + " cause=" + e);
      // An exception type that the library does not log by itself.
      callback.failed(new EofException(e));
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
