package dev.tintype.server.http;

import dev.tintype.core.ImageId;
import dev.tintype.core.api.Problem;
import dev.tintype.core.api.Scope;
import dev.tintype.server.http.exchange.Endpoint;
import dev.tintype.server.http.exchange.Exchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `GET /events?image=ID&image=ID...`: server-sent events
/// (https://html.spec.whatwg.org/multipage/server-sent-events.html). It sends one `state` event
/// whenever the latest version of one of these images changes its state, and `end` once all have
/// ended. Without `image`, it sends the changes of the newest images, 100 or as many as `newest`
/// says, and never ends. The event `begin` means that every image created from then on is covered.
///
/// Workers are other processes, so this class polls the job store a few times per second.
final class Events implements Endpoint {

  private static final int MOST_IMAGES = 100;
  private static final int MOST_STREAMS = 128;
  private static final int NEWEST = 100;
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,2}|1000");
  private static final Duration LOOK = Duration.ofMillis(300);
  private static final Duration CHECK_TOKEN = Duration.ofSeconds(1);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final Authentication authentication;
  private final StateFeed feed;
  private final InstantSource clock;
  private final BooleanSupplier stopping;
  private final Semaphore streams = new Semaphore(MOST_STREAMS);

  /// @param stopping whether the server is shutting down
  Events(
      Authentication authentication,
      StateFeed feed,
      InstantSource clock,
      BooleanSupplier stopping) {
    this.authentication = authentication;
    this.feed = feed;
    this.clock = clock;
    this.stopping = stopping;
  }

  @Override
  public String name() {
    return "events";
  }

  @Override
  public void answer(Exchange exchange) throws IOException, InterruptedException {
    if (!exchange.isMethod("GET")) {
      exchange.set("allow", "GET");
      exchange.answer(Problem.METHOD_NOT_ALLOWED);
      return;
    }
    if (!authentication.permits(exchange, Scope.READ)) {
      return;
    }
    List<String> images = exchange.parameters("image");
    List<String> newest = exchange.parameters("newest");
    if (images.size() > MOST_IMAGES
        || !images.stream().allMatch(ImageId::isUlid)
        || !newest.stream().allMatch(NUMBER.asMatchPredicate())) {
      exchange.answer(
          Problem.INVALID_REQUEST.saying(
              "Name at most " + MOST_IMAGES + " images by id, or newest as 1 to 1000."));
      return;
    }
    if (!streams.tryAcquire()) {
      exchange.set("retry-after", "5");
      exchange.answer(Problem.UNAVAILABLE.saying("Too many event streams are open."));
      return;
    }
    try {
      exchange.expectLasting();
      exchange.set("content-type", "text/event-stream");
      exchange.set("x-accel-buffering", "no");
      try (OutputStream out = exchange.begin(200)) {
        stream(
            images.isEmpty()
                ? new Watch.Newest(
                    feed, newest.isEmpty() ? NEWEST : Integer.parseInt(newest.getLast()))
                : new Watch.Of(feed, images.stream().map(ImageId::new).toList()),
            () -> authentication.isStillValid(exchange),
            out);
      }
    } finally {
      streams.release();
    }
  }

  /// Ends when the token ends. A client that reconnects then gets the reason.
  private void stream(Watch watch, BooleanSupplier permitted, OutputStream out)
      throws IOException, InterruptedException {
    long began = clock.millis();
    long wrote = began;
    long checked = began;
    write(out, "retry: 2000\n\n");
    List<String> first = watch.changes();
    write(out, "event: begin\ndata: {}\n\n" + told(first));
    while (!stopping.getAsBoolean() && clock.millis() - began < LONGEST.toMillis()) {
      if (clock.millis() - checked > CHECK_TOKEN.toMillis()) {
        checked = clock.millis();
        if (!permitted.getAsBoolean()) {
          return;
        }
      }
      if (watch.ended()) {
        write(out, "event: end\ndata: {}\n\n");
        return;
      }
      Thread.sleep(LOOK);
      List<String> changes = watch.changes();
      if (!changes.isEmpty()) {
        write(out, told(changes));
        wrote = clock.millis();
      } else if (clock.millis() - wrote > KEEP_ALIVE.toMillis()) {
        write(out, ": still here\n\n");
        wrote = clock.millis();
      }
    }
  }

  private static String told(List<String> changes) {
    return changes.stream()
        .map(change -> "event: state\ndata: " + change + "\n\n")
        .collect(Collectors.joining());
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
