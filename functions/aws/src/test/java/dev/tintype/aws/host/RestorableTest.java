package dev.tintype.aws.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.junit.jupiter.api.Test;

/// Which parts survive a snapshot. Real snapshots need Lambda; this test calls the hooks in
/// Lambda's order.
class RestorableTest {

  private static final Settings PLAIN = new Settings(Map.of());
  private static final Settings SNAPSHOT =
      new Settings(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"));

  private final List<String> seen = new ArrayList<>();

  private Restorable<Object> restorable(Settings settings) {
    return new Restorable<>(
        settings,
        () -> seen.add("primed"),
        () -> {
          seen.add("built");
          return new Object();
        });
  }

  @Test
  void withoutSnapshotsTheLivePartsAreBuiltAtStart() {
    assertThat(restorable(PLAIN).built()).isPresent();
    assertThat(seen).containsExactly("built");
  }

  @Test
  void theSnapshotContainsNoLiveParts() throws Exception {
    Restorable<Object> restorable = restorable(SNAPSHOT);
    restorable.get();
    restorable.beforeCheckpoint(Core.getGlobalContext());
    assertThat(restorable.built()).isEmpty();
    assertThat(seen).containsExactly("built", "primed");
  }

  @Test
  void eachRestoreBuildsItsOwnLiveParts() throws Exception {
    Restorable<Object> restorable = restorable(SNAPSHOT);
    restorable.beforeCheckpoint(Core.getGlobalContext());
    restorable.afterRestore(Core.getGlobalContext());
    Object first = restorable.get();
    assertThat(restorable.get()).isSameAs(first);
    restorable.afterRestore(Core.getGlobalContext());
    assertThat(restorable.get()).isNotSameAs(first);
  }
}
