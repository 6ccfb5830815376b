package dev.tintype.chaos.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A process that is restarted whenever it ends.
final class Slot implements AutoCloseable {

  private final Supplier<List<String>> command;
  private final Map<String, String> environment;
  private final Path log;
  private final BiConsumer<Process, String> heard;
  private final Thread thread;
  private boolean closed;
  private @Nullable Process process;

  /// Starts the process.
  ///
  /// @param command called at each start for the command line
  /// @param log receives its standard error
  /// @param heard called with each line of its standard output
  Slot(
      Supplier<List<String>> command,
      Map<String, String> environment,
      Path log,
      BiConsumer<Process, String> heard) {
    this.command = command;
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.heard = heard;
    this.thread = Thread.ofPlatform().start(this::keepRunning);
  }

  private void keepRunning() {
    try {
      for (Optional<Process> next = next(); next.isPresent(); next = next()) {
        listen(next.get());
        next.get().waitFor();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private synchronized Optional<Process> next() throws IOException {
    if (closed) {
      return Optional.empty();
    }
    ProcessBuilder builder =
        new ProcessBuilder(command.get()).redirectError(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    Process started = builder.start();
    process = started;
    return Optional.of(started);
  }

  private void listen(Process running) throws IOException {
    try (BufferedReader lines = running.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard.accept(running, line);
      }
    }
  }

  synchronized Optional<ProcessHandle> running() {
    Process now = process;
    return now == null || !now.isAlive() ? Optional.empty() : Optional.of(now.toHandle());
  }

  private synchronized Optional<Process> stop() {
    closed = true;
    Process now = process;
    if (now != null) {
      try {
        now.getOutputStream().close();
      } catch (IOException _) {
        return Optional.of(now);
      }
    }
    return Optional.ofNullable(now);
  }

  /// Lets the process end, and kills it when it does not.
  @Override
  public void close() {
    try {
      Optional<Process> last = stop();
      if (last.isPresent() && !last.get().waitFor(40, TimeUnit.SECONDS)) {
        last.get().destroyForcibly();
      }
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
