package dev.tintype.core.flow.migrate;

import dev.tintype.core.port.RecordTransfer.Table;
import java.time.Duration;

/// Says nothing.
enum Silent implements MoveListener {
  INSTANCE;

  @Override
  public void advanced(Phase phase, Table table, long done, long rows) {}

  @Override
  public void closing(Duration estimate) {}

  @Override
  public void reached(Boundary boundary) {}
}
