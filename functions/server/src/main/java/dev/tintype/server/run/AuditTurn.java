package dev.tintype.server.run;

import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.verify.Audit;
import dev.tintype.core.flow.verify.Damage;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// Checks the files of a few images, and counts the damaged ones.
final class AuditTurn implements Loop.Turn {

  private static final int IMAGES = 5;

  private final Audit audit;
  private final Counter files;
  private final Counter damages;

  AuditTurn(Stores stores, PrometheusRegistry metrics) {
    this.audit = new Audit(stores, IMAGES, this::count);
    this.files =
        Counter.builder()
            .name("tintype_audited_files_total")
            .help("Files compared with what was promised of them.")
            .withoutExemplars()
            .register(metrics);
    this.damages =
        Counter.builder()
            .name("tintype_damages_total")
            .help("Files found missing or altered.")
            .labelNames("kind")
            .withoutExemplars()
            .register(metrics);
    damages.initLabelValues(Damage.Kind.MISSING.code());
    damages.initLabelValues(Damage.Kind.ALTERED.code());
  }

  @Override
  public boolean take() {
    files.inc(audit.sample());
    return false;
  }

  private void count(Damage damage) {
    damages.labelValues(damage.kind().code()).inc();
  }
}
