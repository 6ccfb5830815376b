package dev.tintype.core.flow;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Rejection;
import dev.tintype.core.Version;
import dev.tintype.core.api.Api;
import dev.tintype.core.api.ApiParts;
import dev.tintype.core.api.ApiParts.Administration;
import dev.tintype.core.api.PublicUrls;
import dev.tintype.core.flow.erase.ErasureTerms;
import dev.tintype.core.flow.erase.PublicLook;
import dev.tintype.core.flow.sweep.Notify;
import dev.tintype.core.port.BusyJobStore;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.MemorySigner;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.TokenStore;
import dev.tintype.core.port.Unreadable.Kind;
import dev.tintype.core.receipt.ReceiptIssuer;
import dev.tintype.core.receipt.ReceiptKey;
import dev.tintype.core.receipt.ReceiptKeys;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.state.Erasure.Permissions;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.token.BearerTokens;
import dev.tintype.core.token.MemoryTokenRows;
import dev.tintype.core.trace.Tracing;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A platform in memory with its API.
public final class ApiPlatform {

  private static final ReceiptKey KEY = ReceiptKey.fresh(new SeededSecureRandom(7));

  /// What `GET /receipt-key` answers.
  public static final ReceiptKeys KEYS = new ReceiptKeys(List.of(KEY.publicKey()));

  private final Platform platform;
  private final TokenStore tokens;
  private boolean clockIsRight = true;

  /// @param folder for work folders
  public ApiPlatform(Path folder) {
    this.platform = new Platform(folder);
    this.tokens =
        new BearerTokens(new MemoryTokenRows(), platform.clock, platform.context.random());
  }

  /// @return the API, served for `https://images.example`
  public Api api() {
    return parts(platform.stores, true).api(platform.context);
  }

  /// @return the API, whose requests are recorded
  public Api api(Tracing tracing) {
    FlowContext context = platform.context;
    return parts(platform.stores, true)
        .api(new FlowContext(context.clock(), context.random(), context.boundary(), tracing));
  }

  /// @return the API of a server without a webhook
  public Api apiWithoutReceiver() {
    return parts(platform.stores, false).api(platform.context);
  }

  private ApiParts parts(Stores stores, boolean hasReceiver) {
    return new ApiParts(
        stores,
        platform.queue,
        new MemorySigner(platform.clock),
        () -> platform.recipes,
        Platform.REVISION,
        new PublicUrls(URI.create("https://images.example")),
        () -> KEYS,
        () -> clockIsRight,
        Optional.of(new Administration(tokens, hasReceiver)));
  }

  /// @return the tokens that the API manages
  public TokenStore tokens() {
    return tokens;
  }

  /// Refuses every notification that is due.
  public void refuse(String why) {
    Notify refusing =
        new Notify(platform.jobs, _ -> new Notifier.Answer.Refused(why), platform.context);
    platform.jobs.due(platform.clock.instant(), 100).outcomes().forEach(refusing::tell);
  }

  /// Sends every notification that is due, and does whatever else is due.
  ///
  /// @return the ids of all that were sent so far
  public List<String> notified() {
    platform.sweep();
    return platform.told.stream().map(Outcome::id).toList();
  }

  /// @param action runs once, before the first write of an image and after its read
  /// @return the API
  public Api apiWhile(Runnable action) {
    Stores stores =
        new Stores(new Meanwhile(platform.jobs, action), platform.originals, platform.variants);
    return parts(stores, true).api(platform.context);
  }

  /// @return the API, while other processes write first in every try
  public Api contendedApi() {
    Stores stores =
        new Stores(
            new BusyJobStore(platform.jobs, Integer.MAX_VALUE),
            platform.originals,
            platform.variants);
    return parts(stores, true).api(platform.context);
  }

  /// Runs sweeps until every erasure has ended with a receipt.
  public void finishErasures() throws InterruptedException {
    platform.terms =
        new ErasureTerms(
            PublicLook.NOBODY,
            Optional.of(new ReceiptIssuer("https://images.example", KEY)),
            Permissions.END);
    platform.settle();
  }

  /// Says from now on whether the host's clock is right.
  public void clockIsRight(boolean isRight) {
    clockIsRight = isRight;
  }

  /// @return the current instant of the platform
  public Instant now() {
    return platform.clock.instant();
  }

  /// Uploads the original of an image's only version and processes it.
  public void upload(String id, byte[] bytes) throws InterruptedException {
    VersionRecord record = platform.jobs.versions(new ImageId(id)).getFirst();
    platform.originals.put(record.job().originalKey(), bytes);
    platform.process(record);
  }

  /// Stores the original of an image's only version. Nobody is told.
  public void store(String id, byte[] bytes) {
    VersionRecord record = platform.jobs.versions(new ImageId(id)).getFirst();
    platform.originals.put(record.job().originalKey(), bytes);
  }

  /// @return the jobs of all versions of an image
  public List<ImageJob> jobs(String id) {
    return platform.jobs.versions(new ImageId(id)).stream().map(VersionRecord::job).toList();
  }

  /// @return the job of an image's first version
  public ImageJob firstJob(String id) {
    return platform.jobs.versions(new ImageId(id)).getFirst().job();
  }

  /// Processes every message of the queue, and sweeps.
  public void work() throws InterruptedException {
    platform.settle();
  }

  /// Processes every message that is due, without moving the clock.
  public void workNow() throws InterruptedException {
    while (platform.receive()) {
      platform.sweep();
    }
  }

  /// Uploads a later original of an image and processes it.
  ///
  /// @param version the version that awaits it
  public void upload(String id, String version, byte[] bytes) throws InterruptedException {
    VersionRecord record =
        platform.jobs.version(new ImageId(id), new Version(version)).orElseThrow();
    platform.originals.put(record.job().originalKey(), bytes);
    platform.process(record);
  }

  /// Loses the original of an image, as a disk may.
  public void loseOriginal(String id) {
    platform.originals.delete(List.of(firstJob(id).originalKey()));
  }

  /// Offers only the recipe `other` from now on.
  public void forgetRecipePlain() {
    platform.recipes = new RecipeBook(List.of(SimulatedRecipes.OTHER));
  }

  /// Offers the recipe `twin` too, which has the content of `other`.
  public void offerRecipeTwin() {
    platform.recipes =
        new RecipeBook(
            List.of(SimulatedRecipes.OTHER, SimulatedRecipes.PLAIN, SimulatedRecipes.TWIN));
  }

  /// Offers the recipes `square` and `card` too, which crop by the focal point.
  public void offerRecipesThatCrop() {
    platform.recipes =
        new RecipeBook(
            List.of(
                SimulatedRecipes.OTHER,
                SimulatedRecipes.PLAIN,
                SimulatedRecipes.SQUARE,
                SimulatedRecipes.CARD));
  }

  /// Gives the recipe `other` the content of `plain`, or its own again.
  public void changeRecipeOther(boolean isChanged) {
    platform.recipes =
        new RecipeBook(
            List.of(
                isChanged ? SimulatedRecipes.CHANGED : SimulatedRecipes.OTHER,
                SimulatedRecipes.PLAIN));
  }

  /// @return the keys of every stored file of an image
  public List<String> files(String id) {
    return Stream.concat(platform.originals.keys().stream(), platform.variants.keys().stream())
        .filter(key -> key.contains(id))
        .toList();
  }

  /// Advances the clock by one second.
  public void later() {
    platform.clock.advance(Duration.ofSeconds(1));
  }

  /// Makes every renderer die.
  public void rendererDies() {
    platform.renderer =
        new MemoryRenderer(_ ->
            Optional.of(new Rendering.Died(Step.DECODE, Rejection.DECODER_CRASHED, "signal 11")));
  }

  /// Changes an image's record as if a newer release had written it.
  public void spoilImage(String id) {
    platform.jobs.alter(Kind.IMAGE, id, text -> text.replace("\"v\":1", "\"v\":2"));
  }

  /// Changes the records of an image's versions as if a newer release had written them.
  public void spoilVersions(String id) {
    for (VersionRecord record : platform.jobs.versions(new ImageId(id))) {
      platform.jobs.alter(
          Kind.VERSION,
          id + "/" + record.job().version(),
          text -> text.replace("\"v\":1", "\"v\":2"));
    }
  }

  /// Makes the job store unavailable.
  public void breakDown() {
    platform.trap.fail("commit");
    platform.trap.fail("image");
  }
}
