package dev.tintype.server.http.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/// The body of a request, read piece by piece by the thread that answers it. Reading fails when the
/// client sends too little for too long.
public final class Body {

  private final Content.Source source;
  private final SlowestClient slowest;
  private final long began = System.nanoTime();
  private long bytes;

  Body(Content.Source source, SlowestClient slowest) {
    this.source = source;
    this.slowest = slowest;
  }

  /// Receives pieces of a body.
  @FunctionalInterface
  public interface Taker {
    /// @param piece must be read before returning; its bytes are invalid afterwards
    /// @return whether more is wanted
    boolean take(ByteBuffer piece) throws IOException;
  }

  /// Thrown when the client sends its body too slowly.
  public static final class TooSlow extends IOException {
    TooSlow() {
      super("the body comes too slowly");
    }
  }

  /// Passes on the whole body.
  ///
  /// @return whether the receiver wanted all of it
  /// @throws TooSlow when the client is too slow
  /// @throws IOException when the client disconnected
  public boolean transferTo(Taker taker) throws IOException, InterruptedException {
    while (true) {
      Content.Chunk chunk = next();
      try {
        bytes += chunk.remaining();
        if (chunk.hasRemaining() && !taker.take(chunk.getByteBuffer())) {
          return false;
        }
        if (chunk.isLast()) {
          return true;
        }
      } finally {
        chunk.release();
      }
      requirePatience();
    }
  }

  private Content.Chunk next() throws IOException, InterruptedException {
    while (true) {
      Content.Chunk chunk = source.read();
      if (Content.Chunk.isFailure(chunk)) {
        throw failure(chunk.getFailure());
      }
      if (chunk != null) {
        return chunk;
      }
      CountDownLatch arrived = new CountDownLatch(1);
      source.demand(Invocable.from(InvocationType.NON_BLOCKING, arrived::countDown));
      if (!arrived.await(requirePatience().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TooSlow();
      }
    }
  }

  /// A timeout of the connection also counts as too slow.
  private static IOException failure(Throwable cause) {
    return switch (cause) {
      case TimeoutException _ -> new TooSlow();
      case IOException gone -> gone;
      default -> new IOException(cause);
    };
  }

  private Duration requirePatience() throws TooSlow {
    Duration left = slowest.timeLeft(bytes, Duration.ofNanos(System.nanoTime() - began));
    if (!left.isPositive()) {
      throw new TooSlow();
    }
    return left;
  }
}
