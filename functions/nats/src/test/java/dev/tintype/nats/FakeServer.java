package dev.tintype.nats;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Speaks as much of the protocol of NATS as a client needs that sends requests
/// (https://docs.nats.io/reference/reference-protocols/nats-protocol), and answers them as a test
/// says.
final class FakeServer implements AutoCloseable {

  private static final String GREETING =
      "INFO {\"server_id\":\"fake\",\"version\":\"2.9.10\",\"proto\":1,\"headers\":true,"
          + "\"jetstream\":true,\"max_payload\":1048576}";

  private final ServerSocket socket;
  private final Map<String, String> answers;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /// @param answers of requests by their subject; those without one are never answered
  FakeServer(Map<String, String> answers) throws IOException {
    this.answers = Map.copyOf(answers);
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /// @return the address of a queue on it
  String address() {
    return "nats://127.0.0.1:" + socket.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void serve(Socket client) {
    Map<String, String> subscriptions = new LinkedHashMap<>();
    try (client;
        InputStream in = new BufferedInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream()) {
      say(out, GREETING);
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        String[] words = line.split(" ");
        switch (words[0].toUpperCase(Locale.ROOT)) {
          case "PING" -> say(out, "PONG");
          case "SUB" -> subscriptions.put(words[1].replace("*", ""), words[words.length - 1]);
          case "PUB", "HPUB" -> {
            in.readNBytes(Integer.parseInt(words[words.length - 1]) + 2);
            answer(out, words[1], words[2], subscriptions);
          }
          default -> {
            // It needs no answer.
          }
        }
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void answer(
      OutputStream out, String subject, String reply, Map<String, String> subscriptions)
      throws IOException {
    String answer = answers.get(subject);
    if (answer == null) {
      return;
    }
    String number =
        subscriptions.entrySet().stream()
            .filter(subscription -> reply.startsWith(subscription.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    int bytes = answer.getBytes(StandardCharsets.UTF_8).length;
    say(out, "MSG " + reply + " " + number + " " + bytes + "\r\n" + answer);
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        return line.toString(StandardCharsets.UTF_8).strip();
      }
      line.write(next);
    }
    return "";
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket client : open) {
      client.close();
    }
  }
}
