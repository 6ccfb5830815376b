package dev.tintype.core.flow.relocate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyStorage;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.StoreUnavailable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PairedFoldersTest {

  private final MemoryStorage old = new MemoryStorage(InstantSource.system());
  private final MemoryStorage filled = new MemoryStorage(InstantSource.system());

  /// Fails one list call.
  private static final class OneFailure implements Faults {
    private int left;

    OneFailure(int call) {
      left = call;
    }

    @Override
    public void before(String what, String key) {
      if (what.equals("list") && --left == 0) {
        throw new StoreUnavailable("no list");
      }
    }

    @Override
    public void after(String what, String key) {}
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aFailedListLeavesNoKeyOut(int call) {
    for (int i = 0; i < 1_300; i++) {
      String key = "f%03d/%04d".formatted(i / 7, i);
      old.put(key, new byte[1]);
      if (i % 3 == 0) {
        filled.put(key, new byte[1]);
      }
    }
    PairedFolders folders = new PairedFolders(new FlakyStorage(old, new OneFailure(call)), filled);
    List<String> keys = new ArrayList<>();
    int failures = 0;
    boolean isOver = false;
    while (!isOver) {
      try {
        List<Pair> folder = folders.next();
        folder.forEach(pair -> keys.add(pair.key()));
        isOver = folder.isEmpty();
      } catch (StoreUnavailable _) {
        failures++;
      }
    }
    assertThat(failures).isOne();
    assertThat(keys).isEqualTo(old.keys());
  }
}
