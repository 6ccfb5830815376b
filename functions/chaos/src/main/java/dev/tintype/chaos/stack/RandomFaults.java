package dev.tintype.chaos.stack;

import dev.tintype.core.flow.Stores;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyJobStore;
import dev.tintype.core.port.FlakyStorage;
import dev.tintype.core.port.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Random;

/// Makes a fraction of all calls fail. Half of them fail without effect, half after taking effect,
/// so that only the answer is lost. Safe for use by many threads.
///
/// @param store its name in the log
/// @param share 0 to 1
/// @param random seeded
record RandomFaults(String store, double share, Random random) implements Faults {

  private static final Logger LOGGER = System.getLogger("dev.tintype.chaos");

  /// @return the stores, failing as ordered
  static Stores in(Stores stores, Orders orders) {
    Random random = new Random(orders.seed() ^ ProcessHandle.current().pid());
    RandomFaults ofStorage = new RandomFaults("storage", orders.storageFaults(), random);
    return new Stores(
        new FlakyJobStore(stores.jobs(), new RandomFaults("jobs", orders.jobFaults(), random)),
        new FlakyStorage(stores.originals(), ofStorage),
        new FlakyStorage(stores.variants(), ofStorage));
  }

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
