package dev.tintype.otel;

import dev.tintype.core.trace.TraceParent;
import dev.tintype.core.trace.Tracing;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Records spans with the SDK of OpenTelemetry, which sends them in batches on a thread of its own.
final class OtelTracing implements Tracing {

  private static final long LONGEST_CLOSE_SECONDS = 5;

  /// In a traceparent: the version, the ids of trace and span in hex, and the flags.
  private static final int TRACE_AT = 3;

  private static final int SPAN_AT = 36;
  private static final int FLAGS_AT = 53;

  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;

  OtelTracing(OpenTelemetrySdk sdk) {
    this.sdk = sdk;
    this.tracer = sdk.getTracer("dev.tintype");
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // The span that is returned closes it.
  public Span begin(String name, Kind kind, Optional<TraceParent> parent) {
    SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(kind(kind));
    parent.ifPresent(cause -> builder.setParent(context(cause)));
    io.opentelemetry.api.trace.Span span = builder.startSpan();
    return new Begun(span, span.makeCurrent());
  }

  private static SpanKind kind(Kind kind) {
    return switch (kind) {
      case SERVER -> SpanKind.SERVER;
      case CLIENT -> SpanKind.CLIENT;
      case PRODUCER -> SpanKind.PRODUCER;
      case CONSUMER -> SpanKind.CONSUMER;
      case INTERNAL -> SpanKind.INTERNAL;
    };
  }

  private static Context context(TraceParent parent) {
    String text = parent.text();
    return Context.root()
        .with(
            io.opentelemetry.api.trace.Span.wrap(
                SpanContext.createFromRemoteParent(
                    text.substring(TRACE_AT, SPAN_AT - 1),
                    text.substring(SPAN_AT, FLAGS_AT - 1),
                    TraceFlags.fromHex(text, FLAGS_AT),
                    TraceState.getDefault())));
  }

  @Override
  public Optional<TraceParent> current() {
    SpanContext context = io.opentelemetry.api.trace.Span.current().getSpanContext();
    return context.isValid()
        ? Optional.of(
            new TraceParent(
                "00-%s-%s-%s"
                    .formatted(
                        context.getTraceId(),
                        context.getSpanId(),
                        context.getTraceFlags().asHex())))
        : Optional.empty();
  }

  @Override
  public void close() {
    sdk.shutdown().join(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  /// A span that is the current one of the thread that began it.
  private record Begun(io.opentelemetry.api.trace.Span span, Scope scope) implements Span {

    @Override
    public Span with(String name, String value) {
      span.setAttribute(name, value);
      return this;
    }

    @Override
    public Span failed(String why) {
      span.setStatus(StatusCode.ERROR, why);
      return this;
    }

    @Override
    public void close() {
      scope.close();
      span.end();
    }
  }
}
