package dev.tintype.server.http;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Optional;
import java.util.function.Supplier;

/// What a host tells its operators at `/healthz`, `/readyz` and `/metrics`.
///
/// @param role what the host runs, such as `serve`
/// @param tokens who may read the metrics
/// @param metrics the numbers shown, and where requests are counted
/// @param complaint what keeps the host from being ready, if anything does
/// @param note what somebody should look at though the host is ready, if anything
public record Monitoring(
    String role,
    Tokens tokens,
    PrometheusRegistry metrics,
    Supplier<Optional<String>> complaint,
    Supplier<Optional<String>> note) {}
