package dev.tintype.core.port;

import java.util.function.UnaryOperator;

final class MemoryJobStoreTest extends JobStoreContract {

  private final MemoryJobStore store = new MemoryJobStore();

  @Override
  protected JobStore store() {
    return store;
  }

  @Override
  protected void alter(Unreadable.Kind kind, String key, UnaryOperator<String> change) {
    store.alter(kind, key, change);
  }

  @Override
  protected String text(Unreadable.Kind kind, String key) {
    return store.text(kind, key);
  }
}
