package dev.tintype.sqs.emulator;

import dev.tintype.s3.emulator.EmulatedS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/// ElasticMQ in this JVM, in memory, on 127.0.0.1.
public final class EmbeddedSqs {

  private static final String LOOPBACK = "127.0.0.1";

  private EmbeddedSqs() {}

  /// Runs a server until the process is killed, for measurements.
  ///
  /// @param arguments the port
  public static void main(String[] arguments) throws InterruptedException {
    System.out.println(start(Integer.parseInt(arguments[0])));
    Thread.currentThread().join();
  }

  /// Starts one more server, which ends with the JVM.
  ///
  /// @return its endpoint
  public static URI start() {
    return start(freePort());
  }

  private static URI start(int port) {
    SQSRestServerBuilder.withInterface(LOOPBACK)
        .withPort(port)
        .withServerAddress(new NodeAddress("http", LOOPBACK, port, ""))
        .withAWSRegion(EmulatedS3.REGION)
        .start()
        .waitUntilStarted();
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
