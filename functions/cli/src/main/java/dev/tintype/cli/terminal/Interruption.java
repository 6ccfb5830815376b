package dev.tintype.cli.terminal;

/// What is done when the user presses Ctrl-C or the process is told to end, as long as this is
/// open.
public final class Interruption implements AutoCloseable {

  /// Stops work and removes what is half-done.
  @FunctionalInterface
  public interface Cleaning {
    /// Called on a thread of its own; the process ends afterwards.
    void clean() throws Exception;
  }

  private final Thread hook;

  /// @param cleaning what to do
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
      // The process is ending, so the hook runs or has run.
      return;
    }
  }
}
