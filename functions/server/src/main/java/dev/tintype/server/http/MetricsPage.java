package dev.tintype.server.http;

import dev.tintype.core.api.Problem;
import dev.tintype.core.api.Scope;
import dev.tintype.server.http.exchange.Endpoint;
import dev.tintype.server.http.exchange.Exchange;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// `GET /metrics`, for Prometheus with a token that may read: OpenMetrics for a client that accepts
/// it, else the Prometheus text format 0.0.4,
/// https://prometheus.io/docs/instrumenting/exposition_formats/.
final class MetricsPage implements Endpoint {

  private final PrometheusRegistry metrics;
  private final JvmNumbers jvm;
  private final Authentication authentication;
  private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
  private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();

  MetricsPage(PrometheusRegistry metrics, Authentication authentication) {
    this.metrics = metrics;
    this.jvm = new JvmNumbers(metrics);
    this.authentication = authentication;
  }

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public void answer(Exchange exchange) throws IOException, InterruptedException {
    if (!exchange.isMethod("GET", "HEAD")) {
      exchange.set("allow", "GET, HEAD");
      exchange.answer(Problem.METHOD_NOT_ALLOWED);
    } else if (authentication.permits(exchange, Scope.READ)) {
      show(exchange);
    }
  }

  private void show(Exchange exchange) throws IOException {
    jvm.register();
    ExpositionFormatWriter format = format(exchange);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    format.write(page, metrics.scrape());
    exchange.set("content-type", format.getContentType());
    exchange.answer(200, page.toByteArray());
  }

  /// The library's own choice may be its binary format, which needs one more jar of 2 MB.
  private ExpositionFormatWriter format(Exchange exchange) {
    String accepted = exchange.headers().getOrDefault("accept", "");
    return openMetrics.accepts(accepted) ? openMetrics : text;
  }
}
