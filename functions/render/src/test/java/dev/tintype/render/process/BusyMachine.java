package dev.tintype.render.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A machine that is too busy: by chance, or through processes that keep every processor busy until
/// closed, for at most two minutes.
final class BusyMachine implements AutoCloseable {

  private static final int MOST_TRIALS = 10;

  private final List<Process> processes = new ArrayList<>();

  private BusyMachine() {}

  static BusyMachine start() throws IOException {
    BusyMachine machine = new BusyMachine();
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      machine.processes.add(
          new ProcessBuilder("timeout", "120", "sh", "-c", "while :; do :; done").start());
    }
    return machine;
  }

  /// A trial of a renderer that has only seconds.
  interface Trial {
    void run() throws Exception;
  }

  /// Repeats a trial if the machine gave the renderer too little of a processor, up to nine times.
  static void bear(Trial trial) throws Exception {
    for (int count = 1; ; count++) {
      try {
        trial.run();
        return;
      } catch (RendererUnavailable heldUp) {
        assertThat(count).as("%s", heldUp).isLessThan(MOST_TRIALS);
      }
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
  }
}
