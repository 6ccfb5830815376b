package dev.tintype.nats.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.provider.Opening;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is killed while messages are sent and received.
class KillTest {

  private static final int KILLS = 20;
  private static final int BETWEEN_KILLS = 100;

  @TempDir private Path folder;

  @Test
  void nothingThatWasAnsweredIsLost() throws Exception {
    try (TestBroker broker = TestBroker.start(folder);
        Opening opening = TestQueues.opening();
        Load load = new Load(TestQueues.make(broker.address("killed"), opening), 3)) {
      for (int kill = 0; kill < KILLS; kill++) {
        load.goOn(BETWEEN_KILLS);
        broker.kill();
        broker.restart();
      }
      load.goOn(BETWEEN_KILLS);
      load.drain();
      System.out.println(load);
      assertThat(load.received()).containsAll(load.sent());
    }
  }
}
