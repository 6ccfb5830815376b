package dev.tintype.otel;

import dev.tintype.core.trace.Tracing;
import dev.tintype.core.trace.TracingProvider;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.Map;

/// Opens OpenTelemetry by its standard environment variables,
/// https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/.
public final class OtelProvider implements TracingProvider {

  /// Where the environment says nothing.
  private static final Map<String, String> USUAL =
      Map.of(
          "otel.traces.exporter", "otlp",
          "otel.service.name", "tintype");

  /// Whatever the environment says: it may be set for other programs of the host, and no other
  /// exporter is there. Metrics are at `/metrics`, and the log is a text.
  private static final Map<String, String> ALWAYS =
      Map.of(
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none",
          "otel.exporter.otlp.protocol", "http/protobuf",
          "otel.exporter.otlp.traces.protocol", "http/protobuf",
          "otel.propagators", "tracecontext");

  /// Called by the service loader.
  public OtelProvider() {}

  @Override
  public Tracing open(String role) {
    return open(role, Map.of());
  }

  /// @param settings more settings, which the environment may override
  static Tracing open(String role, Map<String, String> settings) {
    try {
      OpenTelemetrySdk sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(() -> USUAL)
              .addPropertiesSupplier(() -> settings)
              .addPropertiesCustomizer(_ -> ALWAYS)
              .addResourceCustomizer(
                  (resource, _) -> resource.toBuilder().put("tintype.role", role).build())
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk();
      return new OtelTracing(sdk);
    } catch (ConfigurationException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
