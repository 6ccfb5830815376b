package dev.tintype.kafka;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.QueueProvider;
import dev.tintype.core.provider.ServerAccess;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/// Opens `kafka://HOST:PORT,HOST:PORT?topic=NAME&…`.
public final class KafkaProvider implements QueueProvider {

  private final Map<String, String> environment;

  /// For the service loader.
  public KafkaProvider() {
    this(System.getenv());
  }

  /// @param environment names to values
  KafkaProvider(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public String scheme() {
    return "kafka";
  }

  @Override
  public String form() {
    return KafkaAddress.FORM;
  }

  private KafkaClients clients(String address) {
    KafkaAddress parsed = KafkaAddress.parse(address);
    return new KafkaClients(parsed, ServerAccess.of(parsed.parts(), environment));
  }

  @Override
  public void check(String address) {
    KafkaClients _ = clients(address);
  }

  private KafkaClients checked(String address) {
    KafkaClients clients = clients(address);
    clients.access().checkFiles(clients.address().parts());
    return clients;
  }

  @Override
  public JobQueue queue(String address, Opening opening) {
    KafkaClients clients = checked(address);
    Admin admin = opening.opened(clients.admin());
    Brokers brokers = new Brokers(admin);
    KafkaCheck check = new KafkaCheck(clients.address(), brokers);
    return opening.opened(
        new KafkaQueue(clients, new Backlog(clients.address(), brokers), check.deliveries()));
  }

  @Override
  public List<String> init(String address) {
    KafkaClients clients = checked(address);
    try (Admin admin = clients.admin()) {
      return new KafkaSetup(clients.address(), new Brokers(admin)).init();
    }
  }

  @Override
  public List<Fact> examine(String address) {
    KafkaClients clients = checked(address);
    try (Admin admin = clients.admin()) {
      return new KafkaFacts(clients, new Brokers(admin)).all();
    }
  }
}
