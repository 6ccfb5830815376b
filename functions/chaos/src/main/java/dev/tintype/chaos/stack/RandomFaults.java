package dev.tintype.chaos.stack;

import dev.tintype.core.port.Faults;
import dev.tintype.core.port.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Random;

/// Fails a share of all calls: half of them before anything was done, half after, so that only the
/// answer is lost. Safe for use by many threads.
///
/// @param store what the log calls it
/// @param share 0 to 1
/// @param random seeded
record RandomFaults(String store, double share, Random random) implements Faults {

  private static final Logger LOGGER = System.getLogger("dev.tintype.chaos");

  @Override
  public void before(String what, String key) {
    fail(what, "before");
  }

  @Override
  public void after(String what, String key) {
    fail(what, "after");
  }

  private void fail(String what, String when) {
    boolean fails;
    synchronized (random) {
      fails = share > 0 && random.nextDouble() < share / 2;
    }
    if (fails) {
      LOGGER.log(Level.INFO, "event=chaos.fault store={0} call={1} when={2}", store, what, when);
      throw new StoreUnavailable("chaos: " + store + " failed " + when + " " + what);
    }
  }
}
