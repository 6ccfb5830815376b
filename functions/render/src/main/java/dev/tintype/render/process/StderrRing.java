package dev.tintype.render.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Keeps the last 8 KiB of a renderer's standard error. It drains the pipe so that the renderer
/// never blocks.
final class StderrRing {

  private static final int BYTES = 8192;

  private final byte[] ring = new byte[BYTES];
  private long written;
  private final Thread drain;

  StderrRing(InputStream stderr) {
    // A platform thread: a blocking read of a pipe would hold a virtual thread's carrier for the
    // renderer's whole life.
    drain = Thread.ofPlatform().daemon().name("renderer-stderr").start(() -> drain(stderr));
  }

  private void drain(InputStream stderr) {
    byte[] chunk = new byte[1024];
    try (stderr) {
      for (int n = stderr.read(chunk); n >= 0; n = stderr.read(chunk)) {
        append(chunk, n);
      }
    } catch (IOException e) {
      byte[] note = ("\n[stderr ended: " + e.getMessage() + "]").getBytes(StandardCharsets.UTF_8);
      append(note, note.length);
    }
  }

  private synchronized void append(byte[] chunk, int count) {
    for (int i = 0; i < count; i++) {
      ring[(int) (written++ % BYTES)] = chunk[i];
    }
  }

  /// @return the last output, once the process has ended or half a second has passed
  String text() throws InterruptedException {
    drain.join(java.time.Duration.ofMillis(500));
    synchronized (this) {
      if (written <= BYTES) {
        return new String(ring, 0, (int) written, StandardCharsets.UTF_8).strip();
      }
      int split = (int) (written % BYTES);
      byte[] ordered = Arrays.copyOfRange(ring, split, split + BYTES);
      System.arraycopy(ring, split, ordered, 0, BYTES - split);
      System.arraycopy(ring, 0, ordered, BYTES - split, split);
      return new String(ordered, StandardCharsets.UTF_8).strip();
    }
  }
}
