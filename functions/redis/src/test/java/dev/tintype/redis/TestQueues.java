package dev.tintype.redis;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.provider.Opening;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/// Opens queues for tests with a real server.
public final class TestQueues {

  private TestQueues() {}

  /// @return an opening that needs no folder
  public static Opening opening() {
    return new Opening(Path.of("unused"), InstantSource.system(), new SecureRandom());
  }

  /// Opens a queue whose messages become dead letters after fewer receives than usual.
  ///
  /// @param opening closes it
  public static JobQueue open(String address, int mostReceives, Opening opening) {
    RedisAddress parsed = RedisAddress.parse(address, Map.of());
    return opening.opened(RedisProvider.open(Connections.open(parsed), mostReceives));
  }

  /// @return a provider for which one variable of the environment is set
  public static RedisProvider provider(String variable, String value) {
    return new RedisProvider(Map.of(variable, value));
  }
}
