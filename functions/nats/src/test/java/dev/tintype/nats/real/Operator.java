package dev.tintype.nats.real;

import dev.tintype.core.state.Lane;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Does on a server what operators do, with the client library's own management.
final class Operator implements AutoCloseable {

  private final Connection connection;
  private final JetStreamManagement management;

  Operator(TestBroker broker) throws IOException, InterruptedException {
    this.connection = Nats.connect("nats://" + broker.hostAndPort());
    this.management = connection.jetStreamManagement();
  }

  /// @return how many requests of receivers wait
  long waiting(String stream, Lane lane) {
    try {
      return management.getConsumerInfo(stream, lane.code()).getNumWaiting();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JetStreamApiException e) {
      throw new IllegalStateException(e);
    }
  }

  StreamInfo stream(String name) throws IOException, JetStreamApiException {
    return management.getStreamInfo(name);
  }

  void removeStream(String name) throws IOException, JetStreamApiException {
    management.deleteStream(name);
  }

  void removeConsumer(String stream, Lane lane) throws IOException, JetStreamApiException {
    management.deleteConsumer(stream, lane.code());
  }

  void make(StreamConfiguration stream) throws IOException, JetStreamApiException {
    management.addStream(stream);
  }

  /// Sets a stream's configuration, which may be the one that it has.
  void change(StreamConfiguration stream) throws IOException, JetStreamApiException {
    management.updateStream(stream);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
