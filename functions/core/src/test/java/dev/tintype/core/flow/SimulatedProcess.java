package dev.tintype.core.flow;

import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.flow.upload.StartUpload;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyJobStore;
import dev.tintype.core.port.FlakyStorage;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.MemorySigner;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One process in a [World]. Its ports may fail or lose answers. It may stand still or die at every
/// call and every boundary.
final class SimulatedProcess implements Faults, StepBoundary, Heartbeat, JobSender, Notifier {

  /// A single call takes at most this long; then the caller gives up.
  private static final Duration CALL = Duration.ofMinutes(1);

  private final World world;
  private final FlowContext context;
  private final List<Beat> beats = new ArrayList<>();
  private boolean dead;

  SimulatedProcess(World world, SecureRandom random) {
    this.world = world;
    Duration skew =
        Duration.ofSeconds(
            world.skewed ? world.random.nextInt(1200) - 600 : world.random.nextInt(40) - 20);
    this.context = new FlowContext(world.clock.skewed(skew), random, this);
  }

  FlowContext context() {
    return context;
  }

  Stores stores() {
    return new Stores(
        new FlakyJobStore(world.jobs, this),
        new FlakyStorage(world.originals, this),
        new FlakyStorage(world.viewedVariants(), this));
  }

  RenderTools renderTools(RenderRevision renderRevision, Path folder) {
    return new RenderTools(
        new MemoryRenderer(this::rendering),
        renderRevision,
        RenderDeadline.always(Duration.ofSeconds(30)),
        new WorkFolders(folder),
        new SameThread(),
        this,
        _ -> pause());
  }

  /// An edge cache that accepts, is busy, rejects or does not answer.
  EdgeCache edge() {
    return prefixes -> {
      pause();
      maybeDie("forget");
      if (world.chance(0.2)) {
        return new EdgeCache.Answer.Busy(Duration.ofMinutes(1), "too many");
      }
      if (world.chance(0.05)) {
        return new EdgeCache.Answer.Rejected("no such path");
      }
      if (world.chance(world.hostility.fault())) {
        return new EdgeCache.Answer.Unavailable("no answer");
      }
      world.forget(prefixes);
      maybeDie("forget!");
      return new EdgeCache.Answer.Accepted();
    };
  }

  StartUpload startUpload(RenderRevision revision) {
    return new StartUpload(stores(), new MemorySigner(context.clock()), this, revision, context);
  }

  void die() {
    dead = true;
  }

  private void pause() {
    if (world.chance(world.hostility.pause())) {
      world.lockstep.pause();
    }
    if (dead) {
      throw new Killed("dead");
    }
  }

  private void maybeDie(String where) {
    if (world.chance(world.hostility.kill())) {
      kill(where);
    }
  }

  private void kill(String where) {
    dead = true;
    throw new Killed(where);
  }

  private void maybeFail(String what) {
    boolean isQueue = what.equals("send");
    boolean isStorage =
        what.equals("put") || what.equals("head") || what.equals("open") || what.equals("delete");
    boolean down = isQueue ? world.queueDown : isStorage ? world.storageDown : world.jobsDown;
    if (down || world.chance(world.hostility.fault())) {
      throw new StoreUnavailable(what + " failed");
    }
  }

  @Override
  public void before(String what, String key) {
    Instant asked = world.clock.instant();
    pause();
    maybeDie(what);
    maybeFail(what);
    if (world.clock.instant().isAfter(asked.plus(CALL))) {
      throw new StoreUnavailable(what + " was given up");
    }
  }

  @Override
  public void after(String what, String key) {
    pause();
    maybeDie(what);
    maybeFail(what);
  }

  @Override
  public void reached(String boundary) {
    pause();
    maybeDie(boundary);
  }

  @Override
  public void send(Message message, Lane lane, Duration delay) {
    before("send", "");
    if (!world.chance(0.1)) {
      world.messages.add(new World.Queued(message, world.clock.instant().plus(delay), 0));
    }
    after("send", "");
  }

  @Override
  public Answer tell(Outcome outcome) {
    pause();
    if (world.chance(0.3)) {
      return new Answer.Refused("busy");
    }
    world.tell(outcome);
    return new Answer.Told();
  }

  private Optional<Rendering> rendering(Request request) {
    pause();
    maybeDie("rendering");
    if (world.chance(0.02)) {
      return Optional.of(new Rendering.Interrupted());
    }
    int count = world.renderings.merge(nature(request) + request.job().version(), 1, Integer::sum);
    return switch (nature(request)) {
      case "2" -> Optional.of(new Rendering.Rejected(Rejection.CORRUPT, "damaged"));
      case "3" -> Optional.of(died(Rejection.DECODER_TIMEOUT));
      case "4" -> count == 1 ? Optional.of(died(Rejection.DECODER_CRASHED)) : Optional.empty();
      case "5" -> {
        kill("the original kills the worker");
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private Rendering died(Rejection cause) {
    return new Rendering.Died(Step.ENCODE, cause, "signal 11");
  }

  private static String nature(Request request) {
    try {
      String text = Files.readString(request.original(), StandardCharsets.UTF_8);
      return text.substring(text.lastIndexOf(' ') + 1);
    } catch (IOException e) {
      throw new StoreUnavailable("cannot read the original", e);
    }
  }

  private static final class Beat {
    private final Runnable what;
    private final Duration interval;
    private Instant next;
    private boolean ended;

    Beat(Runnable what, Duration interval, Instant next) {
      this.what = what;
      this.interval = interval;
      this.next = next;
    }
  }

  @Override
  public Beating every(Duration interval, Runnable what) {
    Beat beat = new Beat(what, interval, world.clock.instant().plus(interval));
    beats.add(beat);
    return () -> beat.ended = true;
  }

  /// Runs the heartbeats that are due. It is called while no actor runs, so a heartbeat is never
  /// interrupted.
  void beat() {
    Instant now = world.clock.instant();
    for (Beat beat : beats) {
      if (!dead && !beat.ended && !beat.next.isAfter(now)) {
        beat.next = now.plus(beat.interval);
        try {
          beat.what.run();
        } catch (Killed _) {
          // The process has died; `dead` says so.
        }
      }
    }
  }
}
