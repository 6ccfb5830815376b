package dev.tintype.aws;

import dev.tintype.aws.SyntheticImages.Synthetic;
import dev.tintype.aws.emulator.EmulatedAws;
import dev.tintype.aws.emulator.Emulators;
import dev.tintype.core.RecipeBook;
import dev.tintype.core.Recipes;
import dev.tintype.core.RenderRevision;
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
import dev.tintype.core.state.VersionState;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Measures lists of images on DynamoDB Local: `ListFigures IMAGES CALLS`, IMAGES at least 50,000.
/// `.ci/aws/measure lists` runs it and writes the table to docs/benchmarks-aws.md. Progress goes to
/// standard error.
final class ListFigures {

  private static final int WARM_UP = 40;
  private static final int NEWER = 1_050;
  private static final int EVERY = 100;
  private static final int LONGEST_PAGE = 200;
  private static final int REPORT = 10_000;
  private static final Map<String, String> PAGE = Map.of();

  private final int images;
  private final int calls;
  private final EmulatedAws aws = new EmulatedAws(Emulators.embedded());
  private final String table = aws.newTable();
  private final StoreTime time = new StoreTime(UrlConnectionHttpClient.create());
  private final Api api;

  private ListFigures(int images, int calls) {
    this.images = images;
    this.calls = calls;
    InstantSource clock = InstantSource.system();
    MemoryStorage storage = new MemoryStorage(clock);
    DynamoJobStore jobs = new DynamoJobStore(aws.dynamoThrough(time), table, new SecureRandom());
    this.api =
        new ApiParts(
                new Stores(jobs, storage, storage),
                new MemoryQueue(clock),
                new MemorySigner(clock),
                new RecipeBook(List.of(Recipes.DEFAULT)),
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
    for (int from = 0; from < images; from += REPORT) {
      int until = Math.min(images, from + REPORT);
      fill.put(IntStream.range(from, until).boxed().flatMap(this::items));
      System.err.printf(
          Locale.ROOT,
          "%d images after %d s%n",
          until,
          Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }
  }

  /// The oldest image is number 0.
  private Stream<Map<String, AttributeValue>> items(int number) {
    int newer = images - 1 - number;
    Synthetic image = image(number, newer);
    Map<String, AttributeValue> version = JobItem.of(image.version());
    return Stream.of(
        JobItem.of(image.image()),
        isRead(image.version().state(), newer) ? version : withoutRecord(version));
  }

  private Synthetic image(int number, int newer) {
    if (newer >= NEWER && newer % EVERY == 0) {
      return SyntheticImages.failed(number);
    }
    if (newer >= images / 2 && newer % EVERY == EVERY / 2) {
      return SyntheticImages.in(number, new VersionState.Expired());
    }
    return isOnAPage(newer)
        ? SyntheticImages.ready(number)
        : SyntheticImages.readyWithoutManifest(number);
  }

  private boolean isRead(VersionState state, int newer) {
    return !(state instanceof VersionState.Ready) || isOnAPage(newer);
  }

  private boolean isOnAPage(int newer) {
    int middle = images / 2;
    return newer < LONGEST_PAGE || (newer > middle && newer <= middle + LONGEST_PAGE);
  }

  /// No measured call reads it. Only the indexes do, and these hold keys.
  private static Map<String, AttributeValue> withoutRecord(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> stub = new HashMap<>(item);
    stub.put(JobItem.RECORD, JobItem.text("{}"));
    return stub;
  }

  private String text() {
    String middle = SyntheticImages.id(images - 1 - images / 2).value();
    List<String> lines = new ArrayList<>();
    lines.add(
        "| request | images in the answer | calls | our own time, p50 ms | **p99 ms** | whole call,"
            + " p50 ms | p99 ms |");
    lines.add("|---|---|---|---|---|---|---|");
    for (int limit : List.of(50, LONGEST_PAGE)) {
      lines.add(row("the newest", limit, PAGE));
      lines.add(row("from the middle", limit, Map.of("cursor", middle)));
      lines.add(
          row(number(NEWER) + " newer images in other states", limit, Map.of("state", "failed")));
      lines.add(
          row(
              number(images / 2) + " newer images in other states",
              limit,
              Map.of("state", "expired")));
    }
    return "%s images, 1 %% of them `failed`, 0.5 %% `expired`, the others `ready`. %d calls each.%n%n%s"
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
    List<Double> own = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    for (int i = 0; i < WARM_UP + calls; i++) {
      time.reset();
      long began = System.nanoTime();
      ApiResponse answer = api.answer(request);
      long took = System.nanoTime() - began;
      requireWhole(answer, limit);
      if (i >= WARM_UP) {
        own.add((took - time.nanos()) / 1e6);
        whole.add(took / 1e6);
      }
    }
    String path = "`GET /images?limit=" + limit + state(parameters) + "`, " + what;
    System.err.println(path);
    return "| %s | %d | %d | %s | **%s** | %s | %s |"
        .formatted(
            path,
            limit,
            time.calls(),
            millis(own, 0.5),
            millis(own, 0.99),
            millis(whole, 0.5),
            millis(whole, 0.99));
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

  private static String millis(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    int place = (int) Math.ceil(share * sorted.size()) - 1;
    return String.format(Locale.ROOT, "%.1f", sorted.get(place));
  }
}
