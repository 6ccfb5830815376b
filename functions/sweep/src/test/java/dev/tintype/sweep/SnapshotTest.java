package dev.tintype.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.aws.host.PrimingStack;
import dev.tintype.aws.host.Settings;
import java.util.HashMap;
import java.util.Map;
import org.crac.Core;
import org.junit.jupiter.api.Test;

class SnapshotTest {

  @Test
  void primingNeedsNoNetworkAndEachRestoreHasItsOwnSweeper() throws Exception {
    Map<String, String> environment = new HashMap<>(PrimingStack.SETTINGS.environment());
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    SweepHandler handler = new SweepHandler(new Settings(environment));
    handler.sweeper().beforeCheckpoint(Core.getGlobalContext());
    assertThat(handler.sweeper().built()).isEmpty();
    handler.sweeper().afterRestore(Core.getGlobalContext());
    Sweeper first = handler.sweeper().get();
    handler.sweeper().afterRestore(Core.getGlobalContext());
    assertThat(handler.sweeper().get()).isNotSameAs(first);
  }
}
