package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.chaos.stack.Customer;
import dev.tintype.chaos.stack.Home;
import dev.tintype.chaos.stack.Orders;
import dev.tintype.chaos.stack.Originals;
import dev.tintype.chaos.stack.Stack;
import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Many uploads during kills, faults and repeated messages. At the end each must be ready with the
/// same bytes as in a run without faults.
final class SoakRun {

  private static final int ORIGINALS = 20;
  private static final int CLIENTS = 4;
  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(10);
  private static final Duration PATIENCE_FOR_EACH = Duration.ofMillis(500);
  private static final Duration TELLING = Duration.ofMinutes(1);

  /// The approximate number of storage calls per attempt, over which the faults are spread.
  private static final double STORAGE_CALLS = 9;

  private static final double JOB_CALLS = 16;

  private final Stack stack;
  private final Plan plan;
  private final Customer customer;
  private final Inspection inspection;
  private final Random random;
  private final Map<Integer, List<String>> calm = new HashMap<>();
  private final Map<String, List<String>> seenReady = new HashMap<>();
  private final Map<String, Integer> kills = new TreeMap<>();
  private int redriven;

  SoakRun(Stack stack, Plan plan) {
    this.stack = stack;
    this.plan = plan;
    this.customer = stack.customer();
    this.inspection = new Inspection(stack, customer);
    this.random = new Random(plan.seed());
  }

  /// The plan of a run.
  ///
  /// @param uploads how many
  /// @param kills for each upload
  /// @param faults of storage, and as many of the database, for each upload
  /// @param deliveries messages for each upload
  /// @param workers how many
  /// @param seed of all random choices
  record Plan(int uploads, double kills, double faults, int deliveries, int workers, long seed) {}

  /// The result.
  ///
  /// @param kills how often each kind of process was killed
  /// @param storageFaults storage faults that workers met
  /// @param jobFaults database faults that workers met
  /// @param repeated messages that were sent again
  /// @param ready images that are ready with the bytes of a run without faults
  /// @param redriven images that were redriven after two deaths
  /// @param toldWrong images without exactly one notification id per end
  /// @param changed images whose variants changed after they were ready
  /// @param damages files that are not as promised
  record Tally(
      String kills,
      int storageFaults,
      int jobFaults,
      int repeated,
      int ready,
      int redriven,
      int toldWrong,
      int changed,
      int damages) {}

  /// An upload, and the number of its original.
  private record Upload(String id, int number, int ends) {
    Upload redriven() {
      return new Upload(id, number, ends + 1);
    }
  }

  Tally run() throws Exception {
    try (customer) {
      stack.startWorkers(plan.workers(), Orders.CALM);
      for (int i = 0; i < ORIGINALS; i++) {
        JsonNode image = inspection.ended(customer.upload(Originals.jpeg(i)), LEAST_PATIENCE);
        calm.put(i, Customer.variants(image));
      }
      stack.startWorkers(
          plan.workers(),
          Orders.CALM.failing(
              plan.faults() / STORAGE_CALLS, plan.faults() / JOB_CALLS, plan.seed()));
      List<Upload> uploads = uploadAll();
      List<Upload> ended = watch(uploads);
      stack.startWorkers(plan.workers(), Orders.CALM);
      return tally(ended);
    }
  }

  private List<Upload> uploadAll() throws Exception {
    List<Upload> uploads = new ArrayList<>();
    try (Home.Opened opened = stack.home().open();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<Upload>> all = new ArrayList<>();
      for (int i = 0; i < plan.uploads(); i++) {
        int number = i % ORIGINALS;
        long seed = random.nextLong();
        all.add(clients.submit(() -> upload(opened.sender(), number, new Random(seed))));
      }
      for (Future<Upload> one : all) {
        uploads.add(one.get());
        // Kills begin while uploads are still running.
        maybeKill(uploads.size() / 4);
      }
    }
    return uploads;
  }

  private Upload upload(JobSender sender, int number, Random own) throws InterruptedException {
    String id = customer.upload(Originals.jpeg(number));
    String version = customer.image(id).path("version").asText();
    for (int i = 1; i < plan.deliveries(); i++) {
      sender.send(
          new Message(new ImageId(id), new Version(version), "upload"),
          Duration.ofMillis(own.nextInt(120_000)));
    }
    return new Upload(id, number, 1);
  }

  private int killed() {
    return kills.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// Kills the number of processes planned for this many uploads.
  private void maybeKill(int uploads) {
    if (killed() < uploads * plan.kills()) {
      kills.merge(stack.killOne(random), 1, Integer::sum);
    }
  }

  /// Waits for the end of every upload and kills processes meanwhile. Images that failed after two
  /// deaths are redriven.
  private List<Upload> watch(List<Upload> uploads) throws InterruptedException {
    Queue<Upload> open = new ArrayDeque<>(uploads);
    List<Upload> ended = new ArrayList<>();
    Duration timeout = LEAST_PATIENCE.plus(PATIENCE_FOR_EACH.multipliedBy(plan.uploads()));
    long until = System.nanoTime() + timeout.toNanos();
    int looked = 0;
    while (!open.isEmpty() && System.nanoTime() < until) {
      Upload upload = open.remove();
      JsonNode image = customer.image(upload.id());
      if (image.path("state").asText().equals("ready")) {
        seenReady.put(upload.id(), Customer.variants(image));
        ended.add(upload);
        maybeKill(ended.size());
      } else if (image.path("reason").asText().equals("decoder_crashed")) {
        open.add(redrive(upload, image));
      } else {
        open.add(upload);
      }
      if (++looked % 50 == 0) {
        Thread.sleep(50);
      }
    }
    ended.addAll(open);
    return ended;
  }

  private Upload redrive(Upload upload, JsonNode image) throws InterruptedException {
    int status =
        customer
            .ask(
                "POST",
                "/images/"
                    + upload.id()
                    + "/versions/"
                    + image.path("version").asText()
                    + "/redrive",
                "")
            .status();
    if (status / 100 != 2) {
      return upload;
    }
    redriven++;
    return upload.redriven();
  }

  private Tally tally(List<Upload> ended) throws Exception {
    int ready = 0;
    int toldWrong = 0;
    int changed = 0;
    for (Upload upload : ended) {
      JsonNode image = inspection.ended(upload.id(), Duration.ZERO);
      List<String> variants = Customer.variants(image);
      boolean isReady =
          image.path("state").asText().equals("ready")
              && variants.equals(calm.get(upload.number()));
      ready += isReady ? 1 : 0;
      changed += variants.equals(seenReady.get(upload.id())) ? 0 : 1;
      toldWrong += inspection.isToldOnceForEach(upload.ends(), upload.id(), TELLING) ? 0 : 1;
    }
    return new Tally(
        kills.toString().replaceAll("[{}]", "").replace('=', ' '),
        faults("storage"),
        faults("jobs"),
        plan.uploads() * (plan.deliveries() - 1),
        ready,
        redriven,
        toldWrong,
        changed,
        inspection.damages().size());
  }

  private int faults(String store) throws IOException {
    try (Stream<String> lines = Files.lines(stack.workersLog())) {
      return (int) lines.filter(line -> line.contains("event=chaos.fault store=" + store)).count();
    }
  }
}
