package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.aws.emulator.Emulator;
import dev.tintype.aws.fault.Fault;
import dev.tintype.aws.fault.FaultyProxy;
import dev.tintype.chaos.stack.AwsHome;
import dev.tintype.chaos.stack.Customer;
import dev.tintype.chaos.stack.Orders;
import dev.tintype.chaos.stack.Originals;
import dev.tintype.chaos.stack.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A service of the AWS stand-in is down in real time: a proxy in front of it resets every
/// connection. Clients keep uploading and repeat requests until they get an answer.
///
/// @param service the service
/// @param away how long it is down
/// @param emulator the stand-in's endpoints
/// @param libvips the folder with libvips
record RealOutage(Service service, Duration away, Emulator emulator, String libvips) {

  private static final Duration AROUND = Duration.ofSeconds(30);
  private static final Duration GAP = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(25);
  private static final Duration TELLING = Duration.ofMinutes(1);
  private static final int WORKERS = 2;

  /// The services that can be down.
  enum Service {
    STORAGE,
    QUEUE,
    DATABASE
  }

  /// The result.
  ///
  /// @param uploads how many, one every five seconds before, during and after the outage
  /// @param ready images that are ready
  /// @param failed images that failed
  /// @param toldOnce images with exactly one notification id
  /// @param resets requests that were reset
  /// @param drained how long after the outage the last image was ready
  /// @param damages files that are not as promised
  record Result(
      int uploads,
      int ready,
      int failed,
      int toldOnce,
      int resets,
      Duration drained,
      int damages) {}

  /// @param folder for logs and temporary files
  Result play(Path folder) throws Exception {
    Switch power = new Switch();
    try (FaultyProxy s3 = new FaultyProxy(emulator.s3(), () -> power.fault(Service.STORAGE));
        FaultyProxy sqs = new FaultyProxy(emulator.sqs(), () -> power.fault(Service.QUEUE));
        FaultyProxy dynamo =
            new FaultyProxy(emulator.dynamo(), () -> power.fault(Service.DATABASE))) {
      Emulator seen =
          new Emulator("behind proxies", s3.url(), dynamo.url(), sqs.url(), emulator.events());
      try (Stack stack = new Stack(folder, libvips, new AwsHome(emulator, seen, libvips));
          Customer customer = stack.customer(PATIENCE)) {
        stack.startWorkers(WORKERS, Orders.CALM);
        List<String> ids = uploadAll(customer, power);
        Inspection inspection = new Inspection(stack, customer);
        List<JsonNode> images = new ArrayList<>();
        for (String id : ids) {
          images.add(inspection.ended(id, PATIENCE));
        }
        Duration drained = Duration.ofNanos(System.nanoTime() - power.backAt);
        int told = 0;
        for (String id : ids) {
          told += inspection.isToldOnceForEach(1, id, TELLING) ? 1 : 0;
        }
        return new Result(
            ids.size(),
            in(images, "ready"),
            in(images, "failed"),
            told,
            s3.faults() + sqs.faults() + dynamo.faults(),
            drained,
            inspection.damages().size());
      }
    }
  }

  private static int in(List<JsonNode> images, String state) {
    return (int) images.stream().filter(i -> i.path("state").asText().equals(state)).count();
  }

  private List<String> uploadAll(Customer customer, Switch power) throws Exception {
    List<Future<String>> started = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Duration at = Duration.ZERO;
          at.compareTo(away.plus(AROUND).plus(AROUND)) < 0;
          at = at.plus(GAP)) {
        power.turn(at.compareTo(AROUND) >= 0 && at.compareTo(AROUND.plus(away)) < 0);
        byte[] original = Originals.jpeg(started.size());
        started.add(clients.submit(() -> customer.upload(original)));
        Thread.sleep(GAP);
      }
      for (Future<String> upload : started) {
        ids.add(upload.get());
      }
    }
    return ids;
  }

  /// Turns the service off and on.
  private final class Switch {

    private volatile boolean off;
    private volatile long backAt = System.nanoTime();

    void turn(boolean nowOff) {
      if (off && !nowOff) {
        backAt = System.nanoTime();
      }
      off = nowOff;
    }

    Fault fault(Service asked) {
      return off && asked == service ? Fault.RESET : Fault.NONE;
    }
  }
}
