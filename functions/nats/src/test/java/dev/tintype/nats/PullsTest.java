package dev.tintype.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.Subscription;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PullsTest {

  private static final String REQUESTS = "requests";
  private static final String RECEIPT = "receipt";

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);
  private final List<String> published = new ArrayList<>();
  private final List<MessageHandler> inboxes = new ArrayList<>();
  private final Pulls pulls = new Pulls(connection(), nanos::get);

  /// What a method of the client does.
  private interface Does {
    Object with(Object[] arguments) throws Exception;
  }

  /// @return a part of the client library that can do no more than the test needs
  private static <T> T part(Class<T> type, Map<String, Does> methods) {
    Object part =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> methods.get(method.getName()).with(arguments));
    return type.cast(part);
  }

  private Connection connection() {
    Does subscribe =
        arguments -> {
          inboxes.add((MessageHandler) arguments[1]);
          return part(Subscription.class, Map.of());
        };
    Dispatcher dispatcher = part(Dispatcher.class, Map.of("subscribe", subscribe));
    Does publish =
        arguments -> {
          published.add((String) arguments[0]);
          return null;
        };
    return part(
        Connection.class,
        Map.of(
            "createDispatcher", _ -> dispatcher,
            "createInbox", _ -> "inbox",
            "publish", publish));
  }

  private static Message message() {
    return part(Message.class, Map.of("isJetStream", _ -> true, "getReplyTo", _ -> RECEIPT));
  }

  private void giveUp() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> pulls.pull(REQUESTS, Duration.ofSeconds(5)))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void aMessageThatNobodyWaitsForIsGivenBack() throws Exception {
    giveUp();
    inboxes.getFirst().onMessage(message());
    assertThat(published).containsExactly(REQUESTS, RECEIPT);
  }

  /// The server would take it for an answer of whoever has the message by then.
  @Test
  void aMessageThatMayBeSomebodyElsesIsNotGivenBack() throws Exception {
    giveUp();
    nanos.addAndGet(Layout.VISIBILITY.minusSeconds(10).toNanos());
    inboxes.getFirst().onMessage(message());
    assertThat(published).containsExactly(REQUESTS);
  }
}
