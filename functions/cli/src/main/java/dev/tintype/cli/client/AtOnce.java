package dev.tintype.cli.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Sends several requests at once and keeps the order of their answers. For one thread.
public final class AtOnce implements AutoCloseable {

  private final ExecutorService senders;

  /// @param count how many at once
  public AtOnce(int count) {
    this.senders = Executors.newFixedThreadPool(count, Thread.ofPlatform().daemon().factory());
  }

  /// One request.
  ///
  /// @param <A> what it is about
  /// @param <B> the answer
  public interface Request<A, B> {
    /// @throws InterruptedException when it was stopped
    B send(A about) throws InterruptedException;
  }

  /// @return the answers, in order
  public <A, B> List<B> all(List<A> about, Request<A, B> request) throws InterruptedException {
    List<Callable<B>> calls = about.stream().<Callable<B>>map(a -> () -> request.send(a)).toList();
    List<B> answers = new ArrayList<>();
    for (Future<B> answer : senders.invokeAll(calls)) {
      answers.add(get(answer));
    }
    return answers;
  }

  private static <B> B get(Future<B> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case InterruptedException stopped -> throw stopped;
        case null, default -> throw new IllegalStateException("a request failed", e);
      }
    }
  }

  @Override
  public void close() {
    senders.shutdownNow();
  }
}
