package dev.tintype.core.flow;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.Lockstep.Actor;
import dev.tintype.core.flow.process.ProcessJob;
import dev.tintype.core.flow.process.Verdict;
import dev.tintype.core.flow.sweep.Notify;
import dev.tintype.core.flow.sweep.Sweep;
import dev.tintype.core.flow.upload.ConfirmUpload;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.flow.upload.RequestKey;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.flow.upload.Started;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Schedule;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One random history. Clients, workers and sweepers interleave while faults happen. Then the
/// faults stop and sweeps run, and everything must reach its end.
final class Simulation {

  private static final int ROUNDS = 120;

  private final World world;
  private final Path folder;
  private final SecureRandom random;
  private final List<Running> running = new ArrayList<>();
  private RenderRevision revision = RenderRevision.parse("1-a");

  Simulation(long seed, Path folder) {
    this.world = new World(seed);
    this.folder = folder;
    this.random = new SeededSecureRandom(seed);
    world.skewed = world.random.nextInt(20) == 0;
    world.everSkewed = world.skewed;
  }

  private record Running(Actor actor, SimulatedProcess process) {}

  private interface Part {
    void play(SimulatedProcess process) throws InterruptedException;
  }

  /// @return what happened, for statistics
  World play() {
    int steps = 3 + world.random.nextInt(world.random.nextInt(4) == 0 ? 50 : 15);
    begin();
    for (int i = 0; i < steps; i++) {
      step();
    }
    boolean zombies = world.random.nextBoolean();
    calmDown();
    if (zombies) {
      recover();
    }
    endAll();
    recover();
    new Aftermath(world).check();
    return world;
  }

  private void step() {
    int choice = world.random.nextInt(20);
    if (choice < 8 && !running.isEmpty()) {
      resume(world.any(running));
    } else if (choice < 12 && !world.messages.isEmpty()) {
      deliver(world.random.nextInt(world.messages.size()));
    } else if (choice < 14) {
      client();
    } else if (choice < 15) {
      operator();
    } else if (choice < 17) {
      begin("sweep", this::sweep);
    } else if (choice < 19) {
      leap();
    } else {
      weather();
    }
  }

  private void begin(String name, Part part) {
    SimulatedProcess process = new SimulatedProcess(world, random);
    if (world.calm) {
      play(part, process);
      return;
    }
    Running next = new Running(world.lockstep.enter(name, () -> play(part, process)), process);
    running.add(next);
    resume(next);
  }

  private static void play(Part part, SimulatedProcess process) {
    try {
      part.play(process);
    } catch (Killed | StoreUnavailable | InterruptedException _) {
      // The process died, or its host gave up; others do not notice.
    }
  }

  private void resume(Running one) {
    world.lockstep.resume(one.actor());
    if (one.actor().hasEnded()) {
      running.remove(one);
    }
  }

  // Actions of clients.

  private void begin() {
    begin("start", this::newImage);
  }

  private void client() {
    int choice = world.random.nextInt(8);
    if (choice < 4 && !world.grants.isEmpty()) {
      upload(world.any(world.grants));
    } else if (choice < 6 && !world.arrivals.isEmpty()) {
      arrival();
    } else if (choice == 6) {
      begin("start", world.random.nextBoolean() ? this::newImage : this::newVersion);
    } else if (world.random.nextBoolean()) {
      begin("permit", this::permit);
    } else {
      begin("confirm", this::confirm);
    }
  }

  private void newImage(SimulatedProcess process) {
    Optional<RequestKey> key =
        world.random.nextBoolean()
            ? Optional.empty()
            : Optional.of(new RequestKey(Sha256.of("key"), Sha256.of("body")));
    keep(process.startUpload(revision).newImage(wish(), Optional.of("a"), key));
  }

  private void newVersion(SimulatedProcess process) {
    keep(process.startUpload(revision).newVersion(world.anyImage(), wish(), Optional.empty()));
  }

  private void permit(SimulatedProcess process) {
    world
        .anyVersion()
        .ifPresent(
            v -> keep(process.startUpload(revision).permit(v.job().imageId(), v.job().version())));
  }

  private void confirm(SimulatedProcess process) {
    ConfirmUpload confirm = new ConfirmUpload(process.stores(), process, process.context());
    world.anyVersion().ifPresent(v -> confirm.confirm(v.job().imageId(), v.job().version()));
  }

  private Wish wish() {
    int number = world.random.nextInt(World.NUMBERS.size());
    Original original =
        new Original(World.digest(number), World.original(number).length, "image/jpeg");
    return new Wish(original, world.any(SimulatedOperator.OFFERED));
  }

  private void keep(Tried<Started> started) {
    if (started.found().orElse(null) instanceof Started.Accepted accepted) {
      accepted
          .upload()
          .ifPresent(permission ->
              world.grants.add(new World.Grant(accepted.record().job().originalKey(), permission)));
    }
  }

  private void upload(World.Grant grant) {
    Instant end = grant.permission().expiresAt();
    // A PUT that began in time may take as long as the slowest upload; less when clocks differ.
    Duration slack = Schedule.SLOWEST_UPLOAD.minus(Duration.ofMinutes(world.skewed ? 25 : 2));
    if (world.clock.instant().isBefore(end.plus(slack))) {
      for (int number : World.NUMBERS) {
        if (grant.key().endsWith(World.digest(number).hex())) {
          world.originals.put(grant.key(), World.original(number));
        }
      }
      if (!world.chance(0.3)) {
        world.arrivals.add(grant.key());
      }
    }
  }

  private void arrival() {
    String key = world.any(world.arrivals);
    if (world.random.nextInt(3) > 0) {
      world.arrivals.remove(key);
    }
    begin(
        "arrived",
        process -> new OriginalArrived(process.stores(), process, process.context()).arrived(key));
  }

  // Actions of operators, workers and sweepers.

  private void operator() {
    begin("operator", process -> new SimulatedOperator(world, process, revision).act());
  }

  private void deliver(int index) {
    World.Queued queued = world.messages.get(index);
    if (!world.chance(0.2)) {
      world.messages.remove(index);
    }
    RenderRevision own = revision;
    if (world.hostility.deploys() && world.random.nextInt(4) == 0) {
      own =
          world.any(
              List.of(
                  RenderRevision.parse("1-a"),
                  RenderRevision.parse("1-b"),
                  RenderRevision.parse("2-a")));
    }
    RenderRevision mine = own;
    begin("worker", process -> work(process, queued, mine));
  }

  private void work(SimulatedProcess process, World.Queued queued, RenderRevision own)
      throws InterruptedException {
    ProcessJob processJob =
        new ProcessJob(
            process.stores(), process, process.renderTools(own, folder), process.context());
    int count = queued.receiveCount() + 1;
    boolean answered = false;
    try {
      Instant now = world.clock.instant();
      Instant again =
          switch (processJob.process(queued.message(), count)) {
            case Verdict.Done _ -> Instant.MAX;
            case Verdict.RetryAfter retry -> now.plus(retry.delay());
            case Verdict.Busy busy -> busy.until();
          };
      answered = true;
      if (again.isBefore(Instant.MAX)) {
        world.messages.add(new World.Queued(queued.message(), again, count));
      }
    } finally {
      if (!answered && !world.chance(0.5)) {
        world.messages.add(
            new World.Queued(queued.message(), world.clock.instant().plusSeconds(120), count));
      }
    }
  }

  private void sweep(SimulatedProcess process) {
    Notify notify = new Notify(process.stores().jobs(), process, process.context());
    new Sweep(process.stores(), process, process.edge(), notify, process.context())
        .sweep(world.random.nextBoolean() ? 2 : 100);
  }

  // Events of the environment.

  private void leap() {
    Duration leap = World.LEAPS.get(world.random.nextInt(World.LEAPS.size()));
    Duration beats = Duration.ofSeconds(30);
    if (leap.compareTo(Duration.ofMinutes(4)) > 0 || world.chance(0.2)) {
      if (!world.hostility.suspend() && !running.isEmpty()) {
        return;
      }
      world.clock.advance(leap);
      return;
    }
    for (Duration left = leap; left.isPositive(); left = left.minus(beats)) {
      world.clock.advance(left.compareTo(beats) < 0 ? left : beats);
      running.forEach(one -> one.process().beat());
    }
  }

  private void weather() {
    if (world.hostility.fault() > 0) {
      world.jobsDown = world.random.nextInt(4) == 0;
      world.storageDown = world.random.nextInt(4) == 0;
      world.queueDown = world.random.nextInt(4) == 0;
    }
    if (world.hostility.deploys()) {
      revision =
          world.any(
              List.of(
                  RenderRevision.parse("1-a"),
                  RenderRevision.parse("1-b"),
                  RenderRevision.parse("2-a")));
    }
  }

  // The end of the history.

  private void calmDown() {
    world.calm = true;
    world.jobsDown = false;
    world.storageDown = false;
    world.queueDown = false;
    world.skewed = false;
  }

  private void endAll() {
    boolean dead = world.random.nextBoolean();
    for (Running one : List.copyOf(running)) {
      if (dead) {
        one.process().die();
      }
      while (!one.actor().hasEnded()) {
        resume(one);
      }
    }
  }

  private void recover() {
    for (int round = 0; round < ROUNDS; round++) {
      for (int count = world.messages.size(); count > 0; count--) {
        World.Queued queued = world.messages.removeFirst();
        if (queued.visibleAt().isAfter(world.clock.instant())) {
          world.messages.add(queued);
        } else {
          RenderRevision own = world.hostility.deploys() ? revisionOf(round) : revision;
          begin("worker", process -> work(process, queued, own));
        }
      }
      begin("sweep", this::sweep);
      if (Aftermath.isQuiet(world)) {
        return;
      }
      world.untilSomethingIsDue();
    }
    throw new AssertionError(
        "not everything came to an end by "
            + world.clock.instant()
            + ": "
            + world.jobs.inner().allImages()
            + world.jobs.inner().allVersions()
            + world.messages
            + world.jobs.inner().outbox());
  }

  private RenderRevision revisionOf(int round) {
    return List.of(
            RenderRevision.parse("2-a"), RenderRevision.parse("1-a"), RenderRevision.parse("1-b"))
        .get(round % 3);
  }
}
