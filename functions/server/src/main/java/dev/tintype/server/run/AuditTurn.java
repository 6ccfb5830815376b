package dev.tintype.server.run;

import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.verify.Audit;
import dev.tintype.core.flow.verify.Damage;
import dev.tintype.server.metrics.Metrics;

/// Checks the files of a few images, and counts the damaged ones.
final class AuditTurn implements Loop.Turn {

  private static final int IMAGES = 5;

  private final Audit audit;
  private final Metrics metrics;

  AuditTurn(Stores stores, Metrics metrics) {
    this.metrics = metrics;
    this.audit = new Audit(stores, IMAGES, this::count);
    for (Damage.Kind kind : new Damage.Kind[] {Damage.Kind.MISSING, Damage.Kind.ALTERED}) {
      damages(kind);
    }
  }

  @Override
  public boolean take() {
    int files = audit.sample();
    metrics
        .counter("tintype_audited_files_total", "Files compared with what was promised of them.")
        .add(files);
    return false;
  }

  private void count(Damage damage) {
    damages(damage.kind()).increment();
  }

  private dev.tintype.server.metrics.Counter damages(Damage.Kind kind) {
    return metrics.counter(
        "tintype_damages_total", "Files found missing or altered.", "kind", kind.code());
  }
}
