package dev.tintype.chaos;

import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulator;
import dev.tintype.chaos.Customers.Ends;
import dev.tintype.chaos.stack.Receiver;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Uploads to a fleet while the server of its queue is killed and started again, or while the fleet
/// moves from queue to queue.
final class QueueRun {

  /// A lost message is sent again after five minutes.
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  /// How long a killed server stays away at most.
  private static final int LONGEST_AWAY_MILLIS = 3_000;

  private final Path folder;
  private final String libvips;
  private final Map<String, String> settings;
  private final Random random;

  /// @param jobs the address of an empty job store that several hosts can share
  /// @param endpoint the URL of an S3 store whose key and secret are `test`
  QueueRun(Path folder, String libvips, String jobs, URI endpoint, long seed) {
    this.folder = folder;
    this.libvips = libvips;
    this.random = new Random(seed);
    EmulatedAws s3 =
        new EmulatedAws(new Emulator("S3", endpoint, endpoint, endpoint, Optional.empty()));
    this.settings =
        Map.of(
            "TINTYPE_STORAGE",
            "s3://%s,%s?endpoint=%s".formatted(s3.newBucket(), s3.newBucket(), endpoint),
            "TINTYPE_JOBS",
            jobs,
            "AWS_REGION",
            Emulator.REGION,
            "AWS_ACCESS_KEY_ID",
            Emulator.KEY,
            "AWS_SECRET_ACCESS_KEY",
            Emulator.KEY);
  }

  /// The result.
  ///
  /// @param disturbances how often the server was killed, or the queue changed
  /// @param underWay how many images were begun and not yet told of, at the disturbance with the
  ///   fewest
  /// @param ends what became of the images
  /// @param repeated requests that clients repeated
  /// @param verified the exit status of `tintype verify`
  record Result(int disturbances, int underWay, Ends ends, int repeated, int verified) {
    boolean isGood(int images) {
      return ends.ready() == images
          && ends.toldOnce() == images
          && ends.others().isEmpty()
          && verified == 0;
    }
  }

  /// Kills the server of the queue.
  ///
  /// @param broker starts it, see [Broker]
  /// @param perSecond how many uploads are begun a second
  Result kills(String queue, String broker, int images, int perSecond, int kills)
      throws IOException, InterruptedException {
    try (Receiver receiver = new Receiver();
        Broker server = new Broker(broker, queue, folder);
        Fleet fleet = new Fleet(folder, libvips, settings, receiver)) {
      server.start();
      fleet.start(queue);
      try (Customers customers = new Customers(fleet.urls(), fleet.token())) {
        customers.upload(images, perSecond);
        long pause = 1_000L * images / perSecond / (kills + 1);
        int fewest = images;
        for (int i = 0; i < kills; i++) {
          TimeUnit.MILLISECONDS.sleep(pause / 2 + random.nextLong(Math.max(1, pause / 2)));
          fewest = Math.min(fewest, customers.underWay(receiver));
          server.kill();
          TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_AWAY_MILLIS));
          server.start();
        }
        customers.awaitAccepted();
        return result(kills, fewest, customers, receiver, fleet);
      }
    }
  }

  /// Moves the fleet from queue to queue, by new settings and a new start of every host alone.
  ///
  /// @param queues their addresses, in order
  /// @param uploads how many are ordered for each change, which is made when half of them are under
  ///   way
  Result swaps(List<String> queues, int uploads, int perSecond)
      throws IOException, InterruptedException {
    try (Receiver receiver = new Receiver();
        Fleet fleet = new Fleet(folder, libvips, settings, receiver)) {
      initialised(fleet, queues.getFirst());
      fleet.start(queues.getFirst());
      try (Customers customers = new Customers(fleet.urls(), fleet.token())) {
        int fewest = uploads;
        for (String next : queues.subList(1, queues.size())) {
          initialised(fleet, next);
          customers.upload(uploads, perSecond);
          customers.awaitUnderWay(uploads / 2, receiver);
          fewest = Math.min(fewest, customers.underWay(receiver));
          fleet.stop();
          fleet.start(next);
        }
        customers.awaitAccepted();
        return result(queues.size() - 1, fewest, customers, receiver, fleet);
      }
    }
  }

  private static void initialised(Fleet fleet, String queue)
      throws IOException, InterruptedException {
    if (fleet.init(queue) != 0) {
      throw new IllegalStateException("the queue cannot be made: see init.log");
    }
  }

  private Result result(
      int disturbances, int underWay, Customers customers, Receiver receiver, Fleet fleet)
      throws IOException, InterruptedException {
    Ends ends = customers.ends(receiver, PATIENCE);
    Files.write(folder.resolve("others.txt"), ends.others());
    return new Result(disturbances, underWay, ends, customers.repeated(), fleet.verify());
  }
}
