package dev.tintype.sweep;

import dev.tintype.aws.host.PrimingStack;
import dev.tintype.core.port.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// Sweeps once with a throwaway sweeper.
final class Priming {

  private static final Logger LOGGER = System.getLogger("dev.tintype.sweep");

  private Priming() {}

  static void run() {
    try {
      Wiring.sweeper(PrimingStack.SETTINGS, PrimingStack.clients()).sweep(Duration.ZERO);
    } catch (StoreUnavailable e) {
      LOGGER.log(Level.DEBUG, "primed", e);
    }
  }
}
