package dev.tintype.cli.terminal;

/// Runs an action when the user presses Ctrl-C or the process must end, while this is open.
public final class Interruption implements AutoCloseable {

  /// Stops work and removes incomplete files.
  @FunctionalInterface
  public interface Cleaning {
    /// Called on its own thread; the process ends afterwards.
    void clean() throws Exception;
  }

  private final Thread hook;

  /// @param cleaning the action
  public Interruption(Cleaning cleaning) {
    hook = new Thread(() -> run(cleaning), "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void run(Cleaning cleaning) {
    try {
      cleaning.clean();
    } catch (Exception e) {
      System.err.println("tintype: temporary files may be left: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, so the hook is running or has run.
      return;
    }
  }
}
