package dev.tintype.core.webhook;

import dev.tintype.core.port.Notifier;
import dev.tintype.core.state.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;

/// Sends notifications to one webhook, signed according to Standard Webhooks. The message id is the
/// outcome's id, so a receiver can recognise a repetition. Any status from 200 to 299 means that
/// the receiver accepted it. The header `traceparent` names the trace, if there is one. Safe for
/// use by many threads.
public final class WebhookNotifier implements Notifier {

  private static final Duration PATIENT = Duration.ofSeconds(15);

  private final Webhook webhook;
  private final PinnedPost post;
  private final InstantSource clock;

  /// @param tls makes encrypted connections
  /// @param clock the time of the signature
  public WebhookNotifier(Webhook webhook, SSLSocketFactory tls, InstantSource clock) {
    this(webhook, tls, PATIENT, clock);
  }

  /// @param tls makes encrypted connections
  /// @param timeout how long the receiver may take to answer
  /// @param clock the time of the signature
  public WebhookNotifier(
      Webhook webhook, SSLSocketFactory tls, Duration timeout, InstantSource clock) {
    this.webhook = webhook;
    this.post = new PinnedPost(tls, timeout);
    this.clock = clock;
  }

  @Override
  public Answer tell(Outcome outcome) {
    try {
      InetAddress address = InetAddress.getByName(webhook.host());
      if (!webhook.privateAllowed() && !Reachable.isPublic(address)) {
        return new Answer.Refused(
            webhook.host() + " is " + address.getHostAddress() + ", which is not a public address");
      }
      int status = post.send(webhook, address, headers(outcome), outcome.payload());
      return status / 100 == 2
          ? new Answer.Told()
          : new Answer.Refused("the receiver answered " + status);
    } catch (UnknownHostException _) {
      return new Answer.Refused("the host " + webhook.host() + " was not found");
    } catch (IOException e) {
      return new Answer.Refused("the receiver did not answer: " + e);
    }
  }

  private Map<String, String> headers(Outcome outcome) {
    Instant now = clock.instant();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "application/json");
    headers.put("user-agent", "tintype");
    headers.put("webhook-id", outcome.id());
    headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
    headers.put(
        "webhook-signature", webhook.secret().signature(outcome.id(), now, outcome.payload()));
    outcome.trace().ifPresent(trace -> headers.put("traceparent", trace.text()));
    return headers;
  }
}
