package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.erase.EraseFiles;
import dev.tintype.core.flow.erase.ErasureTerms;
import dev.tintype.core.flow.erase.PublicLook;
import dev.tintype.core.flow.read.FindReceipt;
import dev.tintype.core.flow.read.FindReceipt.Standing;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.receipt.Receipt;
import dev.tintype.core.receipt.ReceiptIssuer;
import dev.tintype.core.receipt.ReceiptKey;
import dev.tintype.core.receipt.ReceiptKeys;
import dev.tintype.core.state.Erasure.Permissions;
import dev.tintype.core.state.VersionRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The end of an erasure: the look through the public URL, the receipt, and `image.erased`.
final class ErasureReceiptTest {

  private static final Duration LEASES = Duration.ofSeconds(390);

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private final ReceiptKey key = ReceiptKey.fresh(new SeededSecureRandom(5));
  private final Set<String> answering = new HashSet<>();
  private final List<List<String>> looks = new ArrayList<>();
  private boolean silent;
  private Platform platform;

  @BeforeEach
  void build() {
    platform = new Platform(folder);
    terms(Permissions.END);
  }

  private void terms(Permissions permissions) {
    platform.terms =
        new ErasureTerms(
            new Viewer(),
            Optional.of(new ReceiptIssuer("https://images.example", key)),
            permissions);
  }

  /// Sees what the storage has, and what a test lets answer.
  private final class Viewer implements PublicLook {
    @Override
    public String base() {
      return "https://files.example";
    }

    @Override
    public Seen at(List<String> keys, BooleanSupplier goOn) {
      looks.add(keys);
      if (silent) {
        return new Seen.Unknown(keys.getFirst(), "no answer");
      }
      return keys.stream()
          .filter(k -> answering.contains(k) || platform.variants.keys().contains(k))
          .findFirst()
          .<Seen>map(k -> new Seen.Answers(k, 200))
          .orElseGet(() -> new Seen.Gone(Map.of(404, keys.size())));
    }
  }

  private ImageId erased(VersionRecord record) {
    ImageId id = record.job().imageId();
    new Erase(platform.jobs, platform.context).erase(id);
    return id;
  }

  private VersionRecord ready() throws InterruptedException {
    VersionRecord record = platform.uploaded();
    platform.process(record);
    platform.sweep();
    platform.told.clear();
    return record;
  }

  private Standing standing(ImageId id) {
    return new FindReceipt(platform.jobs).find(id);
  }

  private JsonObject receipt(ImageId id) {
    String text = ((Standing.Written) standing(id)).json();
    Receipt receipt = Receipt.read(text.getBytes(StandardCharsets.UTF_8));
    assertThat(receipt.verify(new ReceiptKeys(List.of(key.publicKey()))))
        .isInstanceOf(Receipt.Verdict.Valid.class);
    return receipt.json();
  }

  private void pass(Duration time) {
    platform.clock.advance(time);
    platform.sweep();
    platform.sweep();
  }

  @Test
  void theReceiptSaysWhatWasDeletedAndLookedFor() throws Exception {
    VersionRecord record = ready();
    int files = Platform.RECIPE.variantCount() + 1;
    Instant asked = platform.clock.instant();
    ImageId id = erased(record);
    assertThat(standing(id)).isInstanceOf(Standing.Pending.class);
    pass(Duration.ZERO);
    assertThat(looks).isEmpty();
    assertThat(platform.jobs.allVersions()).isEmpty();
    pass(LEASES);
    JsonObject json = receipt(id);
    assertThat(json.integer("objectsDeleted", 0, 999)).isEqualTo(files + 1);
    assertThat(json.texts("versions")).containsExactly(record.job().version().value());
    assertThat(json.texts("originals")).containsExactly(record.job().original().sha256().hex());
    assertThat(json.instant("askedAt")).isEqualTo(asked);
    assertThat(json.instant("deletedAt")).isEqualTo(asked);
    assertThat(json.object("lastCheck").instant("at")).isEqualTo(asked.plus(LEASES));
    assertThat(looks).hasSize(1);
    assertThat(looks.getFirst())
        .contains(Keys.manifest(id, record.job().version()), record.job().originalKey())
        .hasSizeGreaterThanOrEqualTo(files + 1);
    assertThat(platform.toldTypes()).containsExactly("image.erased");
  }

  @Test
  void whileAFileAnswersTheErasureStaysUnderWayAndTheEdgeCacheIsAskedAgain() throws Exception {
    VersionRecord record = ready();
    List<String> asked = new ArrayList<>();
    platform.edge =
        prefixes -> {
          asked.addAll(prefixes);
          return new EdgeCache.Answer.Accepted();
        };
    answering.add(Keys.manifest(record.job().imageId(), record.job().version()));
    ImageId id = erased(record);
    pass(Duration.ZERO);
    assertThat(asked).hasSize(1);
    for (int i = 1; i <= 3; i++) {
      pass(LEASES.plus(Duration.ofMinutes(16)));
      assertThat(standing(id))
          .isInstanceOfSatisfying(
              Standing.Pending.class, pending -> assertThat(pending.looks()).isPositive());
      assertThat(asked).hasSize(looks.size() + 1);
    }
    assertThat(platform.told).isEmpty();
    answering.clear();
    pass(Duration.ofMinutes(16));
    assertThat(receipt(id).object("lastCheck").integer("urls", 1, 999)).isPositive();
    assertThat(platform.toldTypes()).containsExactly("image.erased");
  }

  @Test
  void whatNobodyCanSeeIsLookedForAgain() throws Exception {
    ImageId id = erased(ready());
    silent = true;
    pass(Duration.ZERO);
    pass(LEASES);
    pass(Duration.ofMinutes(16));
    assertThat(looks).hasSizeGreaterThan(1);
    assertThat(standing(id)).isInstanceOf(Standing.Pending.class);
    assertThat(platform.told).isEmpty();
    silent = false;
    pass(Duration.ofMinutes(16));
    receipt(id);
  }

  @Test
  void whenTheTimeOfTheSweepIsOverTheLookIsLeftToTheNextOne() throws Exception {
    ImageId id = erased(ready());
    pass(Duration.ZERO);
    platform.clock.advance(LEASES);
    boolean isDone =
        new EraseFiles(platform.stores, platform.terms, platform.context)
            .pass(platform.jobs.image(id).orElseThrow(), () -> false, _ -> {});
    assertThat(isDone).isFalse();
    assertThat(looks).isEmpty();
    pass(Duration.ZERO);
    receipt(id);
  }

  @Test
  void whereTheStorageTakesUploadsTheLastLookWaitsForTheirPermissions() throws Exception {
    terms(Permissions.STAY);
    ImageId id = erased(ready());
    pass(Duration.ZERO);
    pass(LEASES);
    pass(Duration.ofMinutes(60));
    assertThat(standing(id)).isInstanceOf(Standing.Pending.class);
    pass(Duration.ofMinutes(16));
    receipt(id);
  }

  /// An original may arrive by an upload that began before the erasure.
  @Test
  void whatTheLastLookDeletesIsCountedToo() throws Exception {
    VersionRecord record = platform.started();
    ImageId id = erased(record);
    pass(Duration.ZERO);
    platform.originals.put(record.job().originalKey(), Platform.BYTES);
    pass(LEASES);
    JsonObject json = receipt(id);
    assertThat(json.integer("objectsDeleted", 0, 999)).isEqualTo(1);
    assertThat(json.instant("deletedAt")).isEqualTo(platform.clock.instant());
    assertThat(platform.originals.keys()).isEmpty();
  }

  @Test
  void filesThatNoRecordShowsAreLookedForToo() {
    VersionRecord record = platform.started();
    ImageId id = record.job().imageId();
    String unknown = Keys.variants(id) + "0123456789abcdef/16.webp";
    platform.variants.put(unknown, new byte[1]);
    erased(record);
    pass(Duration.ZERO);
    pass(LEASES);
    assertThat(receipt(id).texts("versions")).contains("0123456789abcdef");
    assertThat(looks.getLast()).contains(unknown);
  }

  @Test
  void anErasureThatAnOlderReleaseDidInPartGetsNoReceipt() throws Exception {
    ImageId id = erased(ready());
    pass(Duration.ZERO);
    platform.jobs.alter(
        Unreadable.Kind.IMAGE,
        id.value(),
        text -> {
          var json = Json.parse(text).node();
          json.remove("account");
          return Json.write(json);
        });
    pass(LEASES);
    assertThat(standing(id)).isInstanceOf(Standing.None.class);
    assertThat(platform.toldTypes()).containsExactly("image.erased");
  }

  /// The process dies at each step in turn: the receipt counts every object, and none twice.
  @Test
  void whereverTheProcessDiesTheReceiptCountsEveryObject() throws Exception {
    boolean died = true;
    for (int at = 0; died; at++) {
      platform = new Platform(folder.resolve(Integer.toString(at)));
      terms(Permissions.END);
      VersionRecord record = ready();
      ImageId id = record.job().imageId();
      platform.trap.killAfter(at);
      try {
        new Erase(platform.stores.jobs(), platform.context).erase(id);
        pass(Duration.ZERO);
        pass(LEASES);
      } catch (Killed _) {
        // Another process goes on.
      }
      died = platform.trap.isDead();
      platform.trap.revive();
      new Erase(platform.jobs, platform.context).erase(id);
      platform.settle();
      assertThat(receipt(id).integer("objectsDeleted", 0, 999))
          .as("death at " + at)
          .isEqualTo(Platform.RECIPE.variantCount() + 2);
    }
  }
}
