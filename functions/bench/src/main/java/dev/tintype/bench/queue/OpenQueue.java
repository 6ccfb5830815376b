package dev.tintype.bench.queue;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.Message;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/// A queue that is open as a process of its own would have it: nothing is shared with others.
///
/// @param queue the queue
/// @param opening closes it
record OpenQueue(JobQueue queue, Opening opening) implements AutoCloseable {

  private static final ImageId IMAGE = new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012");

  static OpenQueue open(String address) {
    Opening opening =
        new Opening(
            Path.of(System.getProperty("java.io.tmpdir")),
            InstantSource.system(),
            new SecureRandom());
    return new OpenQueue(
        Providers.of(QueueProvider.class, address).queue(address, opening), opening);
  }

  /// @return a message about another version for each number
  static Message message(long number) {
    return new Message(IMAGE, new Version("%016x".formatted(number)), "upload");
  }

  /// @return the number of a message
  static long number(String body) {
    return Long.parseUnsignedLong(Message.parse(body).version().value(), 16);
  }

  @Override
  public void close() {
    opening.close();
  }
}
