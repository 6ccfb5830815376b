package dev.tintype.redis;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.ServerAccess;
import dev.tintype.core.provider.ServerAddress.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

/// A client of the servers that an address names. Safe for use by many threads.
///
/// @param commands sends commands to the server that has the queue
/// @param node lends a connection to that server; whoever borrows it closes it
record Client(UnifiedJedis commands, Supplier<Connection> node) implements AutoCloseable {

  private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(3);

  /// A server whose disk is slow answers only when it has written.
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);

  /// The longest that a command may block at the server.
  static final Duration LONGEST_BLOCK = Duration.ofSeconds(1);

  private static final int CLUSTER_TRIES = 3;

  /// @param keys of the queue
  /// @throws JedisException when no Sentinel, or no node of a cluster, answers; a single server is
  ///   asked later
  /// @throws StoreUnavailable when the certificates cannot be read
  static Client open(RedisAddress address, Keys keys) {
    JedisClientConfig config = config(address);
    return switch (address.topology()) {
      case SERVER -> {
        RedisClient client =
            RedisClient.builder()
                .hostAndPort(hosts(address).iterator().next())
                .clientConfig(config)
                .poolConfig(pool())
                .build();
        yield new Client(client, client.getPool()::getResource);
      }
      case SENTINEL -> {
        RedisSentinelClient client =
            RedisSentinelClient.builder()
                .masterName(address.primary().orElseThrow())
                .sentinels(hosts(address))
                .sentinelClientConfig(sentinelConfig(address))
                .clientConfig(config)
                .poolConfig(pool())
                .build();
        yield new Client(
            client,
            () -> client.getPrimaryNodesConnectionMap().values().iterator().next().getResource());
      }
      case CLUSTER -> {
        RedisClusterClient client =
            RedisClusterClient.builder()
                .nodes(hosts(address))
                .maxAttempts(CLUSTER_TRIES)
                .maxTotalRetriesDuration(ANSWERS_WITHIN)
                .clientConfig(config)
                .poolConfig(pool())
                .build();
        int slot = JedisClusterCRC16.getSlot(keys.any());
        yield new Client(client, () -> client.getConnectionFromSlot(slot));
      }
    };
  }

  /// Connects to one of the hosts of an address by itself.
  ///
  /// @throws JedisException when the host does not answer
  static Connection connect(RedisAddress address, HostPort host) {
    return new Connection(new HostAndPort(host.host(), host.port()), config(address));
  }

  private static Set<HostAndPort> hosts(RedisAddress address) {
    return address.parts().hosts().stream()
        .map(host -> new HostAndPort(host.host(), host.port()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static DefaultJedisClientConfig.Builder usual(RedisAddress address) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .resp2()
            .autoNegotiateProtocol(false)
            .connectionTimeoutMillis(Math.toIntExact(CONNECTS_WITHIN.toMillis()))
            .socketTimeoutMillis(Math.toIntExact(ANSWERS_WITHIN.toMillis()))
            .clientName("tintype")
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
    address.access().trust().ifPresent(trust -> encrypt(config, trust));
    return config;
  }

  /// The client checks the host's name, too. Its newer way takes no certificates in PEM.
  @SuppressWarnings("deprecation")
  private static void encrypt(DefaultJedisClientConfig.Builder config, SSLContext trust) {
    config.ssl(true).sslSocketFactory(trust.getSocketFactory());
  }

  /// Without a limit of its own a command that blocks waits forever for a server that is gone.
  private static JedisClientConfig config(RedisAddress address) {
    Optional<String> user = address.access().user();
    Duration block = LONGEST_BLOCK.plus(ANSWERS_WITHIN);
    return usual(address)
        .blockingSocketTimeoutMillis(Math.toIntExact(block.toMillis()))
        .database(address.database())
        .credentialsProvider(() -> credentials(user, address.access()::currentPassword))
        .build();
  }

  private static JedisClientConfig sentinelConfig(RedisAddress address) {
    return usual(address)
        .credentialsProvider(() ->
            credentials(
                Optional.empty(), () -> address.sentinelPassword().map(Client::ofSentinels)))
        .build();
  }

  /// The client closes its half-made connection only when an error of its own kind is thrown.
  private static RedisCredentials credentials(
      Optional<String> user, Supplier<Optional<String>> password) {
    try {
      return new DefaultRedisCredentials(user.orElse(null), password.get().orElse(null));
    } catch (StoreUnavailable e) {
      throw new JedisException(e);
    }
  }

  private static String ofSentinels(Path file) {
    return ServerAccess.firstLine(file, "the Sentinels");
  }

  /// It has no limit, because each receiver that waits keeps a connection; see [Connections].
  private static ConnectionPoolConfig pool() {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(-1);
    pool.setMaxIdle(-1);
    pool.setJmxEnabled(false);
    return pool;
  }

  /// Closes every connection; one that is in use, when it is given back.
  @Override
  public void close() {
    commands.close();
  }
}
