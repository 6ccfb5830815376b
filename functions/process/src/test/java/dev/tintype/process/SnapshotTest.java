package dev.tintype.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.aws.host.PrimingStack;
import dev.tintype.aws.host.Settings;
import java.util.HashMap;
import java.util.Map;
import org.crac.Core;
import org.junit.jupiter.api.Test;

class SnapshotTest {

  @Test
  void primingNeedsNoNetworkAndEachRestoreHasItsOwnWorker() throws Exception {
    Map<String, String> environment = new HashMap<>(PrimingStack.SETTINGS.environment());
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    ProcessHandler handler = new ProcessHandler(new Settings(environment));
    handler.work().beforeCheckpoint(Core.getGlobalContext());
    assertThat(handler.work().built()).isEmpty();
    handler.work().afterRestore(Core.getGlobalContext());
    Work first = handler.work().get();
    handler.work().afterRestore(Core.getGlobalContext());
    assertThat(handler.work().get()).isNotSameAs(first);
  }
}
