package dev.tintype.chaos;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The server of a queue as a process of its own, which can be killed. For use by one thread.
final class Broker implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(300);

  private final String command;
  private final String queue;
  private final Path folder;
  private @Nullable Process process;

  /// @param command starts the server in the foreground, as a shell reads it
  /// @param queue the queue's address, whose answer shows that the server is ready
  /// @param folder for the log
  Broker(String command, String queue, Path folder) {
    this.command = command;
    this.queue = queue;
    this.folder = folder;
  }

  /// Starts the server, again and again when it ends at once: what was killed may still hold its
  /// files.
  void start() throws IOException, InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      if (process == null || !process.isAlive()) {
        process =
            new ProcessBuilder("sh", "-c", "exec " + command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(folder.resolve("broker.log").toFile()))
                .start();
      }
      if (isReady()) {
        return;
      }
      if (System.nanoTime() > until) {
        throw new IllegalStateException("the broker is not ready: see broker.log in " + folder);
      }
      TimeUnit.NANOSECONDS.sleep(BETWEEN_TRIES.toNanos());
    }
  }

  private boolean isReady() {
    try (Opening opening = new Opening(folder, InstantSource.system(), new SecureRandom())) {
      var _ = Providers.of(QueueProvider.class, queue).queue(queue, opening).depth();
      return true;
    } catch (StoreUnavailable | IllegalStateException _) {
      return false;
    }
  }

  /// Kills the server with SIGKILL.
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() {
    Process last = process;
    if (last == null) {
      return;
    }
    last.destroy();
    try {
      if (!last.waitFor(30, TimeUnit.SECONDS)) {
        last.destroyForcibly();
      }
    } catch (InterruptedException _) {
      last.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
