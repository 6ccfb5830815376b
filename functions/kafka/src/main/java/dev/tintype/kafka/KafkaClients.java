package dev.tintype.kafka;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.ServerAccess;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Makes Kafka's clients. None of them connects before it is used. Safe for use by many threads.
///
/// @param address of the brokers
/// @param access who we are
record KafkaClients(KafkaAddress address, ServerAccess access) {

  /// How long a broker keeps a fetch waiting for a message. An idle consumer hears from it as
  /// often.
  static final Duration FETCH_WAIT = Duration.ofSeconds(10);

  /// How much of the topic a broker reads for one message; the batch that has the message, it reads
  /// whatever its size. A broker goes through all that it reads before it hands out one message. By
  /// default it would read 50 MB, and with a long backlog need a tenth of a second for each
  /// message.
  private static final int FETCH_BYTES = 1_024;

  /// How long until a send is given up.
  private static final Duration SEND = Duration.ofSeconds(5);

  private static final Duration REQUEST = Duration.ofSeconds(8);
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final Duration CONNECT = Duration.ofSeconds(4);

  /// The clients tell all their settings when they are made, and every failed try to connect. What
  /// counts is told by our errors. Kept in a field, because the level of a logger is lost when it
  /// is garbage collected.
  private static final Logger QUIET = Logger.getLogger("org.apache.kafka");

  /// @throws InvalidAddress when a password is needed and not there, or a file cannot be read
  KafkaClients {
    if (address.sasl().isPresent()
        && access.passwordFile().isEmpty()
        && access.password().isEmpty()) {
      throw address.parts().wrong("needs a password: put it into " + ServerAccess.ADVICE);
    }
  }

  /// @throws StoreUnavailable when no server's name can be resolved
  Admin admin() {
    Map<String, Object> settings = settings();
    settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(CALL));
    return made(() -> Admin.create(settings));
  }

  /// @return a producer whose sends are answered when every replica in sync has the message. It may
  ///   repeat a message, but keeps no order that a lost answer could block
  /// @throws StoreUnavailable when no server's name can be resolved
  Producer<String, String> producer() {
    Map<String, Object> settings = settings();
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(SEND));
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(SEND) - 1_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(SEND));
    return made(
        () -> new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer()));
  }

  /// @return a consumer in the share group of a lane that acquires one message at a time
  /// @throws StoreUnavailable when no server's name can be resolved
  ShareConsumer<String, String> consumer(Lane lane) {
    Map<String, Object> settings = settings();
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, address.topic(lane));
    settings.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
    settings.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, millis(FETCH_WAIT));
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(FETCH_WAIT.plus(REQUEST)));
    settings.put(
        CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(FETCH_WAIT.plus(REQUEST)));
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    ShareConsumer<String, String> consumer =
        made(() ->
            new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer()));
    consumer.subscribe(List.of(address.topic(lane)));
    return consumer;
  }

  /// @return a consumer without a subscription that commits for the group of the dead letters
  /// @throws StoreUnavailable when no server's name can be resolved
  Consumer<String, String> deadReader() {
    Map<String, Object> settings = settings();
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, address.deadTopic());
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(CALL));
    return made(
        () -> new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer()));
  }

  private <T> T made(Supplier<T> client) {
    try {
      return client.get();
    } catch (KafkaException e) {
      throw KafkaErrors.unavailable("connecting to " + address.servers(), e);
    }
  }

  private static int millis(Duration time) {
    return Math.toIntExact(time.toMillis());
  }

  private Map<String, Object> settings() {
    if (QUIET.getLevel() == null) {
      QUIET.setLevel(Level.SEVERE);
    }
    Map<String, Object> settings = new HashMap<>();
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address.servers());
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "tintype");
    settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis(REQUEST));
    settings.put(
        CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, (long) millis(CONNECT));
    settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, List.of());
    settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol().name);
    access
        .caFile()
        .ifPresent(file -> {
          settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
          settings.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, file.toString());
        });
    address
        .sasl()
        .ifPresent(sasl -> {
          settings.put(SaslConfigs.SASL_MECHANISM, sasl.mechanism());
          settings.put(SaslConfigs.SASL_JAAS_CONFIG, sasl.login());
          settings.put(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, PasswordReader.class);
          settings.put(PasswordReader.ACCESS, access);
        });
    return settings;
  }

  private SecurityProtocol protocol() {
    if (address.sasl().isPresent()) {
      return access.isEncrypted() ? SecurityProtocol.SASL_SSL : SecurityProtocol.SASL_PLAINTEXT;
    }
    return access.isEncrypted() ? SecurityProtocol.SSL : SecurityProtocol.PLAINTEXT;
  }
}
