package dev.tintype.server.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/// Counts requests by endpoint and status.
final class HttpMetrics {

  private static final double[] SECONDS = {
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 60
  };

  private final Gauge inFlight;
  private final Counter answered;
  private final Histogram seconds;
  private final Counter read;
  private final Counter written;

  HttpMetrics(PrometheusRegistry metrics) {
    this.inFlight =
        Gauge.builder()
            .name("tintype_http_requests_in_flight")
            .help("Requests being answered.")
            .withoutExemplars()
            .register(metrics);
    this.answered =
        counter("tintype_http_requests_total", "Requests answered.")
            .labelNames("endpoint", "status")
            .register(metrics);
    this.seconds =
        Histogram.builder()
            .name("tintype_http_request_seconds")
            .help("How long requests took.")
            .labelNames("endpoint")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .withoutExemplars()
            .register(metrics);
    this.read =
        counter("tintype_http_bytes_read_total", "Bytes of bodies received.").register(metrics);
    this.written =
        counter("tintype_http_bytes_written_total", "Bytes of bodies sent.").register(metrics);
  }

  private static Counter.Builder counter(String name, String help) {
    return Counter.builder().name(name).help(help).withoutExemplars();
  }

  void watch(String endpoint, Request request, Response response) {
    inFlight.inc();
    long began = System.nanoTime();
    Request.addCompletionListener(
        request,
        _ -> {
          inFlight.dec();
          answered.labelValues(endpoint, Integer.toString(response.getStatus())).inc();
          seconds.labelValues(endpoint).observe((System.nanoTime() - began) / 1e9);
          read.inc(Request.getContentBytesRead(request));
          written.inc(Response.getContentBytesWritten(response));
        });
  }
}
