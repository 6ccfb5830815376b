package dev.tintype.server.http;

import dev.tintype.server.metrics.Counter;
import dev.tintype.server.metrics.Histogram;
import dev.tintype.server.metrics.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/// Counts requests by endpoint and status.
final class HttpMetrics {

  private static final double[] SECONDS = {
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 60
  };

  private final Metrics metrics;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Map<String, OfEndpoint> endpoints = new ConcurrentHashMap<>();
  private final Counter read;
  private final Counter written;

  HttpMetrics(Metrics metrics) {
    this.metrics = metrics;
    this.read = metrics.counter("tintype_http_bytes_read_total", "Bytes of bodies received.");
    this.written = metrics.counter("tintype_http_bytes_written_total", "Bytes of bodies sent.");
    metrics.gauge(
        "tintype_http_requests_in_flight", "Requests being answered.", inFlight::doubleValue);
  }

  /// The metrics of one endpoint, looked up once.
  private record OfEndpoint(Histogram seconds, Map<Integer, Counter> byStatus) {}

  void watch(String endpoint, Request request, Response response) {
    inFlight.incrementAndGet();
    OfEndpoint numbers = endpoints.computeIfAbsent(endpoint, this::numbers);
    long began = System.nanoTime();
    Request.addCompletionListener(
        request,
        _ -> {
          inFlight.decrementAndGet();
          numbers
              .byStatus()
              .computeIfAbsent(response.getStatus(), status -> requests(endpoint, status))
              .increment();
          numbers.seconds().observe((System.nanoTime() - began) / 1e9);
          read.add(Request.getContentBytesRead(request));
          written.add(Response.getContentBytesWritten(response));
        });
  }

  private OfEndpoint numbers(String endpoint) {
    Histogram seconds =
        metrics.histogram(
            "tintype_http_request_seconds",
            "How long requests took.",
            SECONDS,
            "endpoint",
            endpoint);
    return new OfEndpoint(seconds, new ConcurrentHashMap<>());
  }

  private Counter requests(String endpoint, int status) {
    return metrics.counter(
        "tintype_http_requests_total",
        "Requests answered.",
        "endpoint",
        endpoint,
        "status",
        Integer.toString(status));
  }
}
