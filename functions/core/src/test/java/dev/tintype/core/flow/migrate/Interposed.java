package dev.tintype.core.flow.migrate;

import dev.tintype.core.port.RecordTransfer;
import java.util.List;
import java.util.Optional;

/// A store around whose first new mark another run does something.
final class Interposed implements RecordTransfer {

  private final RecordTransfer inner;
  private Runnable before;
  private Runnable after;

  Interposed(RecordTransfer inner, Runnable before, Runnable after) {
    this.inner = inner;
    this.before = before;
    this.after = after;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public Mark mark() {
    return inner.mark();
  }

  @Override
  public boolean mark(Mark before, Mark after) {
    Runnable earlier = this.before;
    Runnable later = this.after;
    this.before = () -> {};
    this.after = () -> {};
    earlier.run();
    boolean isReplaced = inner.mark(before, after);
    later.run();
    return isReplaced;
  }

  @Override
  public List<Row> page(Table table, Optional<String> after, int limit) {
    return inner.page(table, after, limit);
  }

  @Override
  public long count(Table table) {
    return inner.count(table);
  }

  @Override
  public boolean write(String run, Table table, List<Row> put, List<String> remove) {
    return inner.write(run, table, put, remove);
  }
}
