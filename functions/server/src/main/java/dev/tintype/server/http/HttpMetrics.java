package dev.tintype.server.http;

import dev.tintype.server.metrics.Metrics;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/// Counts requests, by endpoint and status.
final class HttpMetrics {

  private static final double[] SECONDS = {
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 60
  };

  private final Metrics metrics;
  private final AtomicInteger inFlight = new AtomicInteger();

  HttpMetrics(Metrics metrics) {
    this.metrics = metrics;
    metrics.gauge(
        "tintype_http_requests_in_flight", "Requests being answered.", inFlight::doubleValue);
  }

  void watch(String endpoint, Request request, Response response) {
    inFlight.incrementAndGet();
    long began = System.nanoTime();
    Request.addCompletionListener(
        request,
        _ -> {
          inFlight.decrementAndGet();
          metrics
              .counter(
                  "tintype_http_requests_total",
                  "Requests answered.",
                  "endpoint",
                  endpoint,
                  "status",
                  Integer.toString(response.getStatus()))
              .increment();
          metrics
              .histogram(
                  "tintype_http_request_seconds",
                  "How long requests took.",
                  SECONDS,
                  "endpoint",
                  endpoint)
              .observe((System.nanoTime() - began) / 1e9);
          metrics
              .counter("tintype_http_bytes_read_total", "Bytes of bodies received.")
              .add(Request.getContentBytesRead(request));
          metrics
              .counter("tintype_http_bytes_written_total", "Bytes of bodies sent.")
              .add(Response.getContentBytesWritten(response));
        });
  }
}
