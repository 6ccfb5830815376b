/// Traces by OpenTelemetry, sent by OTLP over HTTP.
@NullMarked
package dev.tintype.otel;

import org.jspecify.annotations.NullMarked;
