package dev.tintype.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/// Standard error, written by its own thread. Writers never wait for the reader. When nobody reads,
/// output that does not fit into a bounded queue is dropped and counted; the count is written once
/// there is room. Safe for use by many threads.
public final class QueuedErrors extends OutputStream {

  private static final int MOST_BYTES = 4 << 20;

  /// Lines that arrive within this time are written together.
  private static final Duration GATHER = Duration.ofMillis(3);

  /// How long the end of the process may wait for a reader.
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  private final OutputStream sink;
  private final Queue<byte[]> queue = new ArrayDeque<>();
  private int queued;
  private long dropped;
  private long droppedEver;

  /// @param sink the stream written to, such as [#standardError]
  QueuedErrors(OutputStream sink) {
    this.sink = sink;
    Thread.ofPlatform().daemon().name("standard-error").start(this::writeForEver);
  }

  /// @return this process's standard error, unbuffered
  static OutputStream standardError() {
    return new FileOutputStream(FileDescriptor.err);
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    if (queued + length > MOST_BYTES) {
      dropped++;
      droppedEver++;
      return;
    }
    byte[] copy = new byte[length];
    System.arraycopy(bytes, from, copy, 0, length);
    queue.add(copy);
    queued += length;
    notifyAll();
  }

  /// @return how many texts were dropped since the start
  synchronized long dropped() {
    return droppedEver;
  }

  /// Waits a little until everything is written. Called at the end of the process.
  public synchronized void lastWords() throws InterruptedException {
    long until = System.nanoTime() + LAST_WORDS.toNanos();
    while (queued > 0 && System.nanoTime() < until) {
      wait(10);
    }
  }

  private void writeForEver() {
    try {
      while (true) {
        byte[] next = next();
        sink.write(next);
        written(next.length);
        Thread.sleep(GATHER);
      }
    } catch (IOException _) {
      // Writing failed for good: everything is dropped from now on.
      return;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return all waiting bytes at once, so that many lines need one system call
  private synchronized byte[] next() throws InterruptedException {
    while (queue.isEmpty()) {
      wait();
    }
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    if (dropped > 0) {
      String note = "WARNING event=log.dropped lines=" + dropped + "\n";
      bytes.writeBytes(note.getBytes(StandardCharsets.UTF_8));
      queued += bytes.size();
      dropped = 0;
    }
    for (byte[] piece = queue.poll(); piece != null; piece = queue.poll()) {
      bytes.writeBytes(piece);
    }
    return bytes.toByteArray();
  }

  private synchronized void written(int length) {
    queued -= length;
    notifyAll();
  }
}
