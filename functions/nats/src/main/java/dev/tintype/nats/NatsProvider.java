package dev.tintype.nats;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.QueueProvider;
import java.util.List;
import java.util.Map;

/// Opens `nats://USER@HOST:PORT,HOST:PORT?…`. Streams and consumers are made by [#init] and looked
/// at when the queue is opened.
public final class NatsProvider implements QueueProvider {

  /// A message received so often without an end is set aside: only what kills its worker each time
  /// comes so far.
  private static final int MOST_RECEIVES = 50;

  private final Map<String, String> environment;

  /// For the service loader.
  public NatsProvider() {
    this(System.getenv());
  }

  /// @param environment names to values
  NatsProvider(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public String scheme() {
    return "nats";
  }

  @Override
  public String form() {
    return NatsAddress.FORM;
  }

  @Override
  public void check(String address) {
    NatsAddress _ = NatsAddress.parse(address, environment);
  }

  @Override
  public JobQueue queue(String address, Opening opening) {
    NatsAddress parsed = NatsAddress.parse(address, environment);
    Elapsed nanos = new Elapsed(System::nanoTime, opening.clock());
    NatsLink link = opening.opened(NatsLink.open(parsed, nanos));
    preparation(link, parsed).require();
    return new NatsQueue(link, parsed.names(), MOST_RECEIVES, nanos);
  }

  @Override
  public List<String> init(String address) {
    NatsAddress parsed = NatsAddress.parse(address, environment);
    try (NatsLink link = NatsLink.open(parsed, System::nanoTime)) {
      return preparation(link, parsed).make();
    }
  }

  @Override
  public List<Fact> examine(String address) {
    NatsAddress parsed = NatsAddress.parse(address, environment);
    try (NatsLink link = NatsLink.open(parsed, System::nanoTime)) {
      return new NatsFacts(new Api(link), parsed, preparation(link, parsed)).all();
    }
  }

  private static Preparation preparation(NatsLink link, NatsAddress address) {
    return new Preparation(new Api(link), new Layout(address.names(), address.replicas()));
  }
}
