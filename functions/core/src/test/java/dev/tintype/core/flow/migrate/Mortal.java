package dev.tintype.core.flow.migrate;

import dev.tintype.core.port.RecordTransfer;
import java.util.List;
import java.util.Optional;

/// A store as a process sees it that is killed at one of its calls: from then on, no call does
/// anything.
///
/// @param inner the store
/// @param life of the process
public record Mortal(RecordTransfer inner, Life life) implements RecordTransfer {

  /// Thrown where the process dies, and by everything it would do afterwards.
  public static final class Killed extends Error {
    public Killed() {
      super("killed", null, false, false);
    }
  }

  /// How long the process lives.
  public static final class Life {
    private int calls;

    /// @param calls how many calls it makes. The last one is done, and its answer is lost
    public Life(int calls) {
      this.calls = calls;
    }

    /// Ends it at once.
    public void end() {
      calls = 0;
    }

    synchronized void before() {
      calls--;
      if (calls < 0) {
        throw new Killed();
      }
    }

    synchronized void after() {
      if (calls <= 0) {
        calls = 0;
        throw new Killed();
      }
    }
  }

  private interface Call<T> {
    T make();
  }

  private <T> T living(Call<T> call) {
    life.before();
    T answer = call.make();
    life.after();
    return answer;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public Mark mark() {
    return living(inner::mark);
  }

  @Override
  public boolean mark(Mark before, Mark after) {
    return living(() -> inner.mark(before, after));
  }

  @Override
  public List<Row> page(Table table, Optional<String> after, int limit) {
    return living(() -> inner.page(table, after, limit));
  }

  @Override
  public long count(Table table) {
    return living(() -> inner.count(table));
  }

  @Override
  public boolean write(String run, Table table, List<Row> put, List<String> remove) {
    return living(() -> inner.write(run, table, put, remove));
  }
}
