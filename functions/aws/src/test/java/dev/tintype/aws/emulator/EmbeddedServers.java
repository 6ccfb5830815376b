package dev.tintype.aws.emulator;

import dev.tintype.s3.emulator.EmbeddedS3;
import dev.tintype.sqs.emulator.EmbeddedSqs;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/// DynamoDB Local, ElasticMQ and S3Proxy in this JVM, in memory, on 127.0.0.1.
final class EmbeddedServers {

  private static final String LOOPBACK = "127.0.0.1";

  private EmbeddedServers() {}

  static Emulator start() {
    try {
      return new Emulator(
          "embedded DynamoDB Local, ElasticMQ and S3Proxy",
          EmbeddedS3.start(),
          dynamo(),
          EmbeddedSqs.start(),
          Optional.empty());
    } catch (Exception e) {
      throw new IllegalStateException("the embedded servers did not start", e);
    }
  }

  private static URI dynamo() throws Exception {
    LocalDynamoDBRequestHandler requests =
        new LocalDynamoDBRequestHandler(0, true, null, true, false);
    Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.setHandler(new ContextHandler(new LocalDynamoDBServerHandler(requests, null), "/"));
    server.start();
    return at(((ServerConnector) server.getConnectors()[0]).getLocalPort());
  }

  private static URI at(int port) {
    return URI.create("http://" + LOOPBACK + ":" + port);
  }
}
