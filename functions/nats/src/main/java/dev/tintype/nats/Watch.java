package dev.tintype.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Remembers what one connection says of itself: the last complaint, which explains why there is no
/// answer, and that it is lost. Safe for use by many threads.
final class Watch implements ErrorListener, ConnectionListener {

  /// An older complaint explains nothing any more.
  private static final Duration RECENT = Duration.ofSeconds(10);

  private final AtomicReference<Optional<Complaint>> complaint =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Runnable> atLoss = new AtomicReference<>(() -> {});

  /// @param work to be done when the connection is lost
  void atLoss(Runnable work) {
    atLoss.set(work);
  }

  private record Complaint(String text, long nanos) {}

  /// @return the last complaint as the end of a sentence, with what separates it; empty when there
  ///   was none lately
  String explanation() {
    return complaint
        .get()
        .filter(last -> System.nanoTime() - last.nanos() < RECENT.toNanos())
        .map(last -> " (" + last.text() + ")")
        .orElse("");
  }

  private void remember(String text) {
    complaint.set(Optional.of(new Complaint(text, System.nanoTime())));
  }

  /// A server says for example that a permission is missing.
  @Override
  public void errorOccurred(Connection connection, String error) {
    remember("the server says: " + error);
  }

  @Override
  public void exceptionOccurred(Connection connection, Exception exception) {
    remember(exception.toString());
  }

  @Override
  @SuppressWarnings("deprecation") // the library's interface has no other to implement
  public void connectionEvent(Connection connection, Events event) {
    if (event == Events.DISCONNECTED || event == Events.CLOSED) {
      atLoss.get().run();
    }
  }
}
