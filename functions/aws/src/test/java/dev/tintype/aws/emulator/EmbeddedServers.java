package dev.tintype.aws.emulator;

import dev.tintype.s3.emulator.EmbeddedS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Optional;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
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
          sqs(),
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

  private static URI sqs() {
    int port = freePort();
    SQSRestServerBuilder.withInterface(LOOPBACK)
        .withPort(port)
        .withServerAddress(new NodeAddress("http", LOOPBACK, port, ""))
        .withAWSRegion(Emulator.REGION)
        .start()
        .waitUntilStarted();
    return at(port);
  }

  private static URI at(int port) {
    return URI.create("http://" + LOOPBACK + ":" + port);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
