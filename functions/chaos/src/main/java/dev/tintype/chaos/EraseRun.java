package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.receipt.Receipt;
import dev.tintype.core.receipt.ReceiptKeys;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.http.Limits;
import dev.tintype.server.run.OneMachine;
import dev.tintype.server.run.Plan;
import dev.tintype.server.run.Role;
import dev.tintype.server.settings.ReceiptSettings;
import dev.tintype.server.settings.WebSettings;
import dev.tintype.server.worker.WorkerCommandLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Erases every image of a server, whose clock is moved instead of waiting, and looks at each
/// receipt. An edge cache before the server keeps some images longer than it should.
final class EraseRun {

  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /// Past every lease, and what may follow it.
  private static final Duration LEASES = Duration.ofMinutes(7);

  /// Past the longest pause between two looks.
  private static final Duration NEXT_LOOK = Duration.ofMinutes(16);

  private final Path folder;
  private final int images;
  private final int held;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private volatile Duration ahead = Duration.ZERO;

  EraseRun(Path folder, int images, int held) {
    this.folder = folder;
    this.images = images;
    this.held = held;
  }

  /// The result.
  ///
  /// @param files how many public files the images had
  /// @param early receipts or notifications of images that still answered
  /// @param receipts how many receipts verify and count every object
  /// @param forgeries how many changed receipts there were
  /// @param accepted how many of them verify
  /// @param shown how many URLs answered something else than 404 or 410 afterwards
  /// @param told of how many images `image.erased` was told
  /// @param longest the longest time from the request to the last look, of the images that the edge
  ///   cache did not keep
  record Result(
      int files,
      int early,
      int receipts,
      int forgeries,
      int accepted,
      int shown,
      int told,
      Duration longest) {}

  private Instant now() {
    return Instant.now().plus(ahead);
  }

  private OneMachine serve(URI viewers) {
    Plan plan =
        new Plan(
            Role.API,
            new DataFolder(folder.resolve("data")),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            Optional.empty(),
            new ReceiptSettings(Optional.empty(), Optional.of(viewers)),
            new RecipeBook(List.of(Recipes.DEFAULT)),
            _ -> Optional.empty(),
            RenderRevision.CURRENT,
            0,
            new WorkerCommandLine("none", List.of(), folder, 1),
            Duration.ofSeconds(1),
            Optional.empty(),
            Optional.empty(),
            WebSettings.NONE,
            Limits.USUAL);
    Notifier notifier =
        outcome -> {
          told.add(outcome.imageId().value());
          return new Notifier.Answer.Told();
        };
    return OneMachine.start(
        plan, notifier, new FlowContext(this::now, new SecureRandom(), StepBoundary.UNHEARD));
  }

  Result run() throws Exception {
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    Map<String, Sha256> files = new FilledFolder(folder.resolve("data"), temporary).fill(images);
    Set<String> ids = new TreeSet<>();
    files.keySet().forEach(key -> ids.add(key.substring(0, key.indexOf('/'))));
    List<String> kept = new ArrayList<>(ids).subList(0, held);
    try (HostClient nobody = new HostClient(URI.create("http://127.0.0.1:9"), "");
        StaleCache cache = new StaleCache(nobody);
        OneMachine machine = serve(cache.url());
        HostClient host = new HostClient(machine.url(), machine.token())) {
      cache.before(host);
      read(host, files.keySet());
      kept.forEach(cache::hold);
      for (String id : ids) {
        require(host.delete(id) == 202, "an erasure was refused");
      }
      await(() -> files.keySet().stream().allMatch(key -> isGone(host, key)));
      ahead = ahead.plus(LEASES);
      Map<String, String> receipts = new LinkedHashMap<>();
      await(() -> collected(host, ids, receipts) >= images - held);
      await(() -> cache.stale() > held);
      int early =
          (int) kept.stream().filter(id -> receipts.containsKey(id) || told.contains(id)).count();
      Duration longest = longest(receipts);
      cache.forgetAll();
      ahead = ahead.plus(NEXT_LOOK);
      await(() -> collected(host, ids, receipts) == images && told.size() >= images);
      ReceiptKeys keys =
          ReceiptKeys.read(Json.parse(Json.write(host.ask("GET", "/receipt-key", ""))));
      return result(host, files.keySet(), receipts, keys, early, longest);
    }
  }

  /// Reads every file twice, so that the server keeps small ones in memory.
  private static void read(HostClient host, Set<String> keys) throws Exception {
    for (int i = 0; i < 2; i++) {
      for (String key : keys) {
        require(host.file(key).statusCode() == 200, "a file is not served: " + key);
      }
    }
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(Condition condition) throws IOException, InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      require(System.nanoTime() < until, "an erasure does not end");
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private static void require(boolean holds, String broken) {
    if (!holds) {
      throw new IllegalStateException(broken);
    }
  }

  private static boolean isGone(HostClient host, String key) {
    try {
      int status = host.file(key).statusCode();
      return status == 404 || status == 410;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Asks for the receipts that are not there yet.
  ///
  /// @return how many are there
  private static int collected(HostClient host, Set<String> ids, Map<String, String> receipts)
      throws IOException, InterruptedException {
    for (String id : ids) {
      if (!receipts.containsKey(id)) {
        HttpResponse<byte[]> answer = host.receipt(id);
        if (answer.statusCode() == 200) {
          receipts.put(id, new String(answer.body(), StandardCharsets.UTF_8));
        }
      }
    }
    return receipts.size();
  }

  private static Duration longest(Map<String, String> receipts) {
    return receipts.values().stream()
        .map(Json::parse)
        .map(json ->
            Duration.between(json.instant("askedAt"), json.object("lastCheck").instant("at")))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private Result result(
      HostClient host,
      Set<String> keys,
      Map<String, String> receipts,
      ReceiptKeys known,
      int early,
      Duration longest) {
    int good = 0;
    int forgeries = 0;
    int accepted = 0;
    for (String text : receipts.values()) {
      var json = Json.parse(text);
      boolean countsAll =
          json.integer("objectsDeleted", 0, Integer.MAX_VALUE) == keys.size() / images + 1
              && json.object("lastCheck").integer("urls", 0, Integer.MAX_VALUE)
                  >= keys.size() / images + 1;
      good += countsAll && isValid(json.node(), known) ? 1 : 0;
      for (JsonNode forgery : Forgeries.of(json.node())) {
        forgeries++;
        accepted += isValid(forgery, known) ? 1 : 0;
      }
    }
    int shown = (int) keys.stream().filter(key -> !isGone(host, key)).count();
    return new Result(keys.size(), early, good, forgeries, accepted, shown, told.size(), longest);
  }

  private static boolean isValid(JsonNode receipt, ReceiptKeys keys) {
    return Receipt.read(Json.bytes(receipt)).verify(keys) instanceof Receipt.Verdict.Valid;
  }
}
