package dev.tintype.aws;

import dev.tintype.aws.SyntheticImages.Synthetic;
import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulators;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Version;
import dev.tintype.core.api.Api;
import dev.tintype.core.api.ApiParts;
import dev.tintype.core.api.ApiRequest;
import dev.tintype.core.api.ApiResponse;
import dev.tintype.core.api.Caller;
import dev.tintype.core.api.PublicUrls;
import dev.tintype.core.api.Scope;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.MemoryQueue;
import dev.tintype.core.port.MemorySigner;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionState;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Measures lists of images on DynamoDB Local: `ListFigures IMAGES CALLS`, IMAGES at least 150,000.
/// `.ci/aws/measure lists` runs it and writes the table to docs/benchmarks-aws.md. Progress goes to
/// standard error.
final class ListFigures {

  private static final int WARM_UP = 20;
  private static final int NEWER = 1_050;
  private static final int MANY_NEWER = 500_000;
  private static final int EVERY = 100;
  private static final int LONGEST_PAGE = 200;
  private static final int PART = 10_000;
  private static final int WRITERS = 3;
  private static final Map<String, String> PAGE = Map.of();
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final int images;
  private final int manyNewer;
  private final int calls;
  private final EmulatedAws aws = new EmulatedAws(Emulators.embedded());
  private final String table = aws.newTable();
  private final StoreTime time = new StoreTime(UrlConnectionHttpClient.create());
  private final Api api;

  private ListFigures(int images, int calls) {
    this.images = images;
    this.manyNewer = Math.min(MANY_NEWER, images * 5 / 6);
    this.calls = calls;
    InstantSource clock = InstantSource.system();
    MemoryStorage storage = new MemoryStorage(clock);
    DynamoJobStore jobs = new DynamoJobStore(aws.dynamoThrough(time), table, new SecureRandom());
    RecipeBook recipes = new RecipeBook(List.of(Recipes.DEFAULT));
    this.api =
        new ApiParts(
                new Stores(jobs, storage, storage),
                new MemoryQueue(clock),
                new MemorySigner(clock),
                () -> recipes,
                RenderRevision.CURRENT,
                new PublicUrls(URI.create("https://images.example")))
            .api(new FlowContext(clock, new SecureRandom(), StepBoundary.UNHEARD));
  }

  public static void main(String[] arguments) {
    try {
      ListFigures figures =
          new ListFigures(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
      figures.fill();
      System.out.println(figures.text());
    } catch (RuntimeException e) {
      e.printStackTrace();
      System.exit(1);
    }
    // The servers would keep the process alive.
    System.exit(0);
  }

  private void fill() {
    long began = System.nanoTime();
    TableFill fill = new TableFill(aws.dynamo(), table);
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<?>> parts = new ArrayList<>();
      for (int from = 0; from < images; from += PART) {
        IntStream part = IntStream.range(from, Math.min(images, from + PART));
        parts.add(writers.submit(() -> fill.put(part.boxed().flatMap(this::items))));
      }
      for (int i = 0; i < parts.size(); i++) {
        done(parts.get(i));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.err.println((i + 1) * PART + " images after " + took.toSeconds() + " s");
      }
    }
  }

  private static void done(Future<?> part) {
    try {
      part.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The oldest image is number 0.
  private Stream<Map<String, AttributeValue>> items(int number) {
    int newer = images - 1 - number;
    if (newer >= NEWER && newer % EVERY == 0) {
      return items(SyntheticImages.failed(number));
    }
    if (newer >= manyNewer && newer % EVERY == EVERY / 2) {
      return items(SyntheticImages.in(number, new VersionState.Expired()));
    }
    return isOnAPage(newer) ? items(SyntheticImages.ready(number)) : unread(number);
  }

  private boolean isOnAPage(int newer) {
    int middle = images / 2;
    return newer <= 2 * LONGEST_PAGE || (newer > middle && newer <= middle + 2 * LONGEST_PAGE);
  }

  private static Stream<Map<String, AttributeValue>> items(Synthetic image) {
    return Stream.of(JobItem.of(image.image()), JobItem.of(image.version()));
  }

  /// A ready image that no measured call reads. Only the indexes name it.
  private static Stream<Map<String, AttributeValue>> unread(int number) {
    Version version = new Version(String.format(Locale.ROOT, "%016x", number));
    ImageRecord image = SyntheticImages.image(number, version);
    Map<String, AttributeValue> item = new HashMap<>(JobItem.key(image.id(), version));
    item.put(JobItem.STATE, JobItem.text("ready"));
    item.put(JobItem.RECORD, JobItem.text("{}"));
    return Stream.of(JobItem.of(image), item);
  }

  private String text() {
    String middle = SyntheticImages.id(images - 1 - images / 2).value();
    List<String> lines = new ArrayList<>();
    lines.add(
        "| request | calls of DynamoDB | CPU ms, p50 | p99 | **our own time**, ms, p50 | p99"
            + " | whole call, ms, p50 | p99 |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (int limit : List.of(50, LONGEST_PAGE)) {
      lines.add(row("the newest", limit, PAGE));
      lines.add(row("from the middle", limit, Map.of("cursor", middle)));
      lines.add(
          row(number(NEWER) + " newer images in other states", limit, Map.of("state", "failed")));
      lines.add(
          row(
              number(manyNewer) + " newer images in other states",
              limit,
              Map.of("state", "expired")));
    }
    return "%s images: 1 %% are `failed`, 1 %% of the oldest are `expired`, the others are `ready`. %d calls for each row.%n%n%s"
        .formatted(number(images), calls, String.join("\n", lines));
  }

  private static String number(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private String row(String what, int limit, Map<String, String> parameters) {
    Map<String, String> query = new HashMap<>(parameters);
    query.put("limit", Integer.toString(limit));
    ApiRequest request =
        new ApiRequest(
            "GET",
            "/images",
            query,
            Map.of(),
            "",
            Optional.of(new Caller("figures", Set.of(Scope.READ))));
    List<Double> cpu = new ArrayList<>();
    List<Double> own = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    for (int i = 0; i < WARM_UP + calls; i++) {
      time.reset();
      long usedBefore = THREADS.getCurrentThreadCpuTime();
      long began = System.nanoTime();
      ApiResponse answer = api.answer(request);
      long took = System.nanoTime() - began;
      long used = THREADS.getCurrentThreadCpuTime() - usedBefore;
      requireWhole(answer, limit);
      if (i >= WARM_UP) {
        cpu.add(used / 1e6);
        own.add((took - time.nanos()) / 1e6);
        whole.add(took / 1e6);
      }
    }
    String row =
        "| `GET /images?limit=%d%s`, %s | %d | %s | %s | %s |"
            .formatted(
                limit,
                state(parameters),
                what,
                time.calls(),
                millis(cpu),
                millis(own),
                millis(whole));
    System.err.println(row);
    return row;
  }

  private static String state(Map<String, String> parameters) {
    return parameters.containsKey("state") ? "&state=" + parameters.get("state") : "";
  }

  private static void requireWhole(ApiResponse answer, int limit) {
    int found = answer.status() == 200 ? Json.parse(answer.body()).objects("images").size() : -1;
    if (found != limit) {
      throw new IllegalStateException(
          "answer " + answer.status() + " with " + found + " images, not " + limit);
    }
  }

  /// @return median and 99th percentile
  private static String millis(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return String.format(Locale.ROOT, "%.1f | %.1f", quantile(sorted, 0.5), quantile(sorted, 0.99));
  }

  private static double quantile(List<Double> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
