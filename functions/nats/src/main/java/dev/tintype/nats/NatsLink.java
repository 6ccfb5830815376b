package dev.tintype.nats;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.ServerAddress.HostPort;
import io.nats.client.AuthenticationException;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The connection of a host to one of the servers. A lost one is replaced when it is needed next,
/// and the password or the credentials are read anew for that. The client library's own
/// reconnecting is not used: it ends for good after a second refusal, and it sends what it kept
/// meanwhile, late acknowledgements too. Safe for use by many threads.
final class NatsLink implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /// For so long after a failure nobody tries again.
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  /// A server that is silent for three times as long is given up.
  private static final Duration PING = Duration.ofSeconds(3);

  private final NatsAddress address;
  private final LongSupplier nanos;
  private final ReentrantLock connecting = new ReentrantLock();
  private volatile @Nullable Session session;
  private boolean closed;
  private Optional<StoreUnavailable> failure = Optional.empty();
  private long failedAt;

  private NatsLink(NatsAddress address, LongSupplier nanos) {
    this.address = address;
    this.nanos = nanos;
  }

  /// Connects.
  ///
  /// @param nanos goes on while the machine is suspended
  /// @throws InvalidAddress when a file of the address cannot be read, or the login is refused
  /// @throws StoreUnavailable when no server answers
  static NatsLink open(NatsAddress address, LongSupplier nanos) {
    address.checkFiles();
    NatsLink link = new NatsLink(address, nanos);
    try {
      var _ = link.session();
      return link;
    } catch (RefusedLogin e) {
      InvalidAddress wrong =
          address.parts().wrong("was refused by the server, " + refusal(address));
      wrong.initCause(e);
      throw wrong;
    }
  }

  private static String refusal(NatsAddress address) {
    return address
        .credentials()
        .map(file ->
            "which does not accept " + file + ": its user may be unknown, revoked or expired")
        .orElse("which does not know this user and password");
  }

  /// @return the connection
  /// @throws StoreUnavailable when no server answers
  Session session() {
    Session current = session;
    return current != null && current.isUsable() ? current : renewed();
  }

  private Session renewed() {
    try {
      connecting.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    try {
      Session current = session;
      if (current != null && current.isUsable()) {
        return current;
      }
      if (closed) {
        throw new StoreUnavailable("the connection to NATS is closed");
      }
      if (failure.isPresent() && System.nanoTime() - failedAt < BETWEEN_TRIES.toNanos()) {
        throw new StoreUnavailable(String.valueOf(failure.get().getMessage()), failure.get());
      }
      Session made = connected();
      session = made;
      if (current != null) {
        current.close();
      }
      return made;
    } finally {
      connecting.unlock();
    }
  }

  private Session connected() {
    try {
      Session made = connect();
      failure = Optional.empty();
      return made;
    } catch (StoreUnavailable e) {
      failure = Optional.of(e);
      failedAt = System.nanoTime();
      throw e;
    }
  }

  private Session connect() {
    Watch watch = new Watch();
    try {
      return new Session(Nats.connect(options(watch)), watch, nanos);
    } catch (AuthenticationException e) {
      throw new RefusedLogin("NATS at " + address.hosts() + ": " + e.getMessage(), e);
    } catch (IOException | IllegalStateException e) {
      throw new StoreUnavailable(
          "NATS at " + address.hosts() + " does not answer" + watch.explanation(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static StoreUnavailable interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StoreUnavailable("connecting to NATS was interrupted", e);
  }

  private Options options(Watch watch) {
    Options.Builder options =
        new Options.Builder()
            .servers(address.servers().stream().map(NatsLink::url).toArray(String[]::new))
            .connectionName("tintype")
            .connectionTimeout(CONNECT)
            .pingInterval(PING)
            .maxPingsOut(2)
            .noReconnect()
            // The others connect to a number, while a certificate names a host.
            .hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs)
            .reportNoResponders()
            .errorListener(watch)
            .connectionListener(watch);
    address
        .access()
        .trust()
        .ifPresent(trust -> options.sslContext(trust).dataPortType(CheckedHost.class.getName()));
    logIn(options);
    return options.build();
  }

  private static String url(HostPort server) {
    return "nats://" + server;
  }

  private void logIn(Options.Builder options) {
    if (address.credentials().isPresent()) {
      options.authHandler(Credentials.read(address.credentials().get()));
      return;
    }
    Optional<char[]> password = address.access().currentPassword().map(String::toCharArray);
    Optional<String> user = address.access().user();
    if (user.isPresent()) {
      options.userInfo(user.get().toCharArray(), password.orElse(new char[0]));
    } else {
      password.ifPresent(options::token);
    }
  }

  /// Closes the connection; what is running fails.
  @Override
  public void close() {
    connecting.lock();
    try {
      closed = true;
      Session current = session;
      if (current != null) {
        current.close();
      }
    } finally {
      connecting.unlock();
    }
  }
}
