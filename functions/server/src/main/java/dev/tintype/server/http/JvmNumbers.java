package dev.tintype.server.http;

import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmCompilationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The library's metrics of the JVM and of the process. Registering them loads much of the JDK's
/// management code, so a server does it when its metrics are read for the first time. Safe for use
/// by many threads.
///
/// Two of the library's sets are left out: native memory, which a JVM without
/// `-XX:NativeMemoryTracking` does not measure, and allocation by memory pool, which needs a thread
/// of its own.
final class JvmNumbers {

  private final PrometheusRegistry metrics;
  private boolean isRegistered;

  JvmNumbers(PrometheusRegistry metrics) {
    this.metrics = metrics;
  }

  /// Registers the metrics, unless an earlier call did.
  synchronized void register() {
    if (isRegistered) {
      return;
    }
    JvmBufferPoolMetrics.builder().register(metrics);
    JvmClassLoadingMetrics.builder().register(metrics);
    JvmCompilationMetrics.builder().register(metrics);
    JvmGarbageCollectorMetrics.builder().register(metrics);
    JvmMemoryMetrics.builder().register(metrics);
    JvmRuntimeInfoMetric.builder().register(metrics);
    JvmThreadsMetrics.builder().register(metrics);
    ProcessMetrics.builder().register(metrics);
    isRegistered = true;
  }
}
