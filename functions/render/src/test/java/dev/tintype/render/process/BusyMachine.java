package dev.tintype.render.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Processes that keep every processor busy until closed, for at most two minutes.
final class BusyMachine implements AutoCloseable {

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

  @Override
  public void close() {
    processes.forEach(Process::destroy);
  }
}
