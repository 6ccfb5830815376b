package dev.tintype.core.flow;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Runs actors one at a time, each on its own thread until it pauses or ends. So a test can choose
/// any interleaving, and the same choices give the same history.
final class Lockstep {

  private final Semaphore director = new Semaphore(0);
  private @Nullable Actor running;

  /// One actor.
  static final class Actor {
    private final Semaphore turn = new Semaphore(0);
    private final String name;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;

    private Actor(String name) {
      this.name = name;
    }

    boolean hasEnded() {
      return ended;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// @return an actor that has not started
  Actor enter(String name, Runnable part) {
    Actor actor = new Actor(name);
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          actor.turn.acquireUninterruptibly();
          try {
            part.run();
          } catch (Throwable e) {
            actor.failure = e;
          } finally {
            actor.ended = true;
            director.release();
          }
        });
    return actor;
  }

  /// Resumes an actor until it pauses or ends.
  ///
  /// @throws AssertionError when the actor threw an exception
  void resume(Actor actor) {
    running = actor;
    actor.turn.release();
    director.acquireUninterruptibly();
    running = null;
    Throwable failure = actor.failure;
    if (failure != null) {
      throw new AssertionError(actor + " failed: " + failure, failure);
    }
  }

  /// Called by an actor to let others run. Does nothing when no actor runs.
  void pause() {
    Actor self = running;
    if (self != null) {
      director.release();
      self.turn.acquireUninterruptibly();
    }
  }
}
