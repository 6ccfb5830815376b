package dev.tintype.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.ServeProcess;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that nobody reads must not block the server.
class QueuedErrorsTest {

  private static final Pattern NOTE = Pattern.compile("event=log\\.dropped lines=(\\d+)\n");

  @TempDir private Path folder;

  /// An output that accepts nothing until it is released.
  private static final class Stuck extends OutputStream {
    private final CountDownLatch freed = new CountDownLatch(1);
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      try {
        freed.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      synchronized (taken) {
        taken.write(bytes, from, length);
      }
    }

    String text() {
      synchronized (taken) {
        return taken.toString(StandardCharsets.UTF_8);
      }
    }
  }

  @Test
  void linesThatDoNotFitAreDroppedAndCounted() throws Exception {
    Stuck sink = new Stuck();
    QueuedErrors errors = new QueuedErrors(sink);
    byte[] line = ("x".repeat(999) + "\n").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 10_000; i++) {
      errors.write(line, 0, line.length);
    }
    long dropped = errors.dropped();
    assertThat(dropped).isBetween(5_000L, 9_999L);
    errors.lastWords();
    sink.freed.countDown();
    Eventually.holds("all that was kept is written", () -> sink.text().length() > 3_000_000);
    errors.write(line, 0, line.length);
    Eventually.holds("what was dropped is told", () -> told(sink.text()) == dropped);
  }

  /// @return the number of lines that all notes together call dropped
  private static long told(String log) {
    return NOTE.matcher(log).results().mapToLong(note -> Long.parseLong(note.group(1))).sum();
  }

  @Test
  void aServerWhoseStandardErrorIsNotReadStillWorks() throws Exception {
    List<String> command =
        ServeProcess.command(
            "serve", "--port", "0", "--json", "--data", folder.resolve("data").toString());
    Process process = new ProcessBuilder(command).start();
    try (ServeProcess server = ServeProcess.of(process, folder.resolve("no-log"))) {
      for (int i = 0; i < 2_000; i++) {
        assertThat(server.client().get("/healthz").status()).isEqualTo(200);
      }
      process.destroy();
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    }
  }
}
