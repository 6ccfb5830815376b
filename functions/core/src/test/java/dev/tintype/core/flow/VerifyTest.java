package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Keys;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.verify.Audit;
import dev.tintype.core.flow.verify.Damage;
import dev.tintype.core.flow.verify.Damage.Kind;
import dev.tintype.core.flow.verify.Repair;
import dev.tintype.core.flow.verify.Repair.Mended;
import dev.tintype.core.flow.verify.Verify;
import dev.tintype.core.flow.verify.Verify.Depth;
import dev.tintype.core.flow.verify.VerifyCursor;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyStorage;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerifyTest {

  private static final byte[] OTHER = "other bytes".getBytes(StandardCharsets.UTF_8);

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Platform platform;

  @BeforeEach
  void build() {
    platform = new Platform(folder);
  }

  private VersionRecord ready() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.process(record);
    VersionRecord ready = platform.stored(record);
    assertThat(ready.state()).isInstanceOf(Ready.class);
    platform.clock.advance(Duration.ofSeconds(1));
    return ready;
  }

  private List<Damage> verify() {
    return verify(Depth.BYTES, 100, 1_000);
  }

  private List<Damage> verify(Depth depth, int images, int files) {
    Verify verify = new Verify(platform.stores, depth, images, files);
    List<Damage> damages = new ArrayList<>();
    Optional<VerifyCursor> cursor = Optional.of(VerifyCursor.START);
    while (cursor.isPresent()) {
      // Simulates a run that is stopped after each page and started again.
      Verify.Page page = verify.page(VerifyCursor.parse(cursor.get().text()));
      damages.addAll(page.damages());
      cursor = page.next();
    }
    return damages;
  }

  private Map<Damage, Mended> repair(List<Damage> damages) throws Exception {
    return repair(damages, platform.stores);
  }

  private Map<Damage, Mended> repair(List<Damage> damages, Stores stores) throws Exception {
    Reprocess reprocess =
        new Reprocess(
            platform.stores,
            platform.queue,
            () -> platform.recipes,
            platform.revision,
            platform.context);
    return new Repair(stores, platform.renderTools(), reprocess, EdgeCache.NONE, platform.context)
        .mend(damages);
  }

  private static String firstVariant(VersionRecord ready) {
    return ((Ready) ready.state()).manifest().variants().getFirst().url();
  }

  private static String manifest(VersionRecord ready) {
    return Keys.manifest(ready.job().imageId(), ready.job().version());
  }

  private void replace(String key, byte[] bytes) {
    platform.variants.delete(key);
    platform.variants.put(key, bytes);
  }

  @Test
  void anUndamagedStoreHasNoFindingsForAnyPageSize() throws Exception {
    for (int i = 0; i < 7; i++) {
      ready();
    }
    platform.started();
    platform.uploaded();
    for (int size = 1; size < 12; size++) {
      assertThat(verify(Depth.BYTES, size, size)).isEmpty();
    }
  }

  @Test
  void aMissingVariantIsReportedAndRenderedAgain() throws Exception {
    VersionRecord ready = ready();
    platform.variants.delete(firstVariant(ready));
    List<Damage> damages = verify();
    assertThat(damages).extracting(Damage::kind).containsExactly(Kind.MISSING);
    assertThat(damages.getFirst().key()).isEqualTo(firstVariant(ready));
    assertThat(repair(damages).values()).containsExactly(new Mended.Restored());
    assertThat(verify()).isEmpty();
  }

  @Test
  void anAlteredVariantIsReportedAndReplaced() throws Exception {
    VersionRecord ready = ready();
    byte[] same =
        platform.variants.open(firstVariant(ready), Optional.empty()).orElseThrow().readAllBytes();
    same[3] ^= 1;
    replace(firstVariant(ready), same);
    assertThat(verify(Depth.LENGTHS, 10, 10)).isEmpty();
    List<Damage> damages = verify();
    assertThat(damages).extracting(Damage::kind).containsExactly(Kind.ALTERED);
    assertThat(repair(damages).values()).containsExactly(new Mended.Restored());
    assertThat(verify()).isEmpty();
  }

  @Test
  void aWrongLengthIsFoundWithoutReading() throws Exception {
    VersionRecord ready = ready();
    replace(firstVariant(ready), OTHER);
    assertThat(verify(Depth.LENGTHS, 10, 10))
        .extracting(Damage::kind)
        .containsExactly(Kind.ALTERED);
  }

  @Test
  void aMissingManifestIsRestoredFromItsRecord() throws Exception {
    VersionRecord ready = ready();
    platform.variants.delete(manifest(ready));
    platform.renderer =
        new MemoryRenderer(_ -> {
          throw new AssertionError("rendered");
        });
    List<Damage> damages = verify();
    assertThat(repair(damages).values()).containsExactly(new Mended.Restored());
    assertThat(verify()).isEmpty();
  }

  @Test
  void aMissingOrAlteredOriginalIsReportedAndNotRepaired() throws Exception {
    VersionRecord gone = ready();
    VersionRecord altered = ready();
    platform.originals.delete(gone.job().originalKey());
    platform.originals.delete(altered.job().originalKey());
    platform.originals.put(altered.job().originalKey(), OTHER);
    platform.variants.delete(firstVariant(gone));
    List<Damage> damages = verify();
    assertThat(damages)
        .extracting(Damage::kind)
        .containsExactly(Kind.ALTERED, Kind.MISSING, Kind.MISSING);
    assertThat(repair(damages).values()).allMatch(mended -> mended instanceof Mended.Left);
    assertThat(verify()).isEqualTo(damages);
  }

  @Test
  void aVersionThatCannotBeRestoredGetsASuccessor() throws Exception {
    VersionRecord ready = ready();
    platform.variants.delete(firstVariant(ready));
    platform.revision = RenderRevision.parse("2-test");
    Mended mended = repair(verify()).values().iterator().next();
    assertThat(mended).isInstanceOf(Mended.Succeeded.class);
    assertThat(platform.variants.head(firstVariant(ready))).isEmpty();
    platform.settle();
    VersionRecord successor =
        platform
            .jobs
            .version(ready.job().imageId(), ((Mended.Succeeded) mended).by())
            .orElseThrow();
    assertThat(successor.state()).isInstanceOf(Ready.class);
    assertThat(repair(verify()).values()).allMatch(left -> left instanceof Mended.Left);
  }

  @Test
  void aSuccessorHasTheOriginalOfItsVersion() throws Exception {
    VersionRecord ready = ready();
    ImageRecord image = platform.jobs.image(ready.job().imageId()).orElseThrow();
    VersionRecord later =
        Upload.awaited(
            ImageJob.of(
                image.id(),
                new ImageJob.Original(Sha256.of("another original"), 16, "image/jpeg"),
                ready.job().recipe(),
                platform.revision,
                platform.context.now()),
            image.versions() + 1,
            platform.context.now().plus(Duration.ofMinutes(1)),
            platform.context.now());
    ImageRecord named = new NamedSets(platform.jobs).of(image).orElseThrow();
    String set = ready.job().recipe().name();
    assertThat(
            platform.jobs.commit(
                Change.of(
                    new Write.PutVersion(Optional.empty(), later),
                    new Write.PutImage(Optional.of(image), named.withDecision(set, true, later)))))
        .isTrue();
    platform.variants.delete(firstVariant(ready));
    platform.revision = RenderRevision.parse("2-test");
    assertThat(repair(verify()).values())
        .as("the other original is on its way")
        .allMatch(left -> left instanceof Mended.Left);
    platform.clock.advance(Duration.ofDays(1));
    platform.settle();
    Mended.Succeeded mended = (Mended.Succeeded) repair(verify()).values().iterator().next();
    VersionRecord successor =
        platform.jobs.version(ready.job().imageId(), mended.by()).orElseThrow();
    assertThat(successor.job().original()).isEqualTo(ready.job().original());
  }

  @Test
  void onlyPromisedBytesAreWritten() throws Exception {
    VersionRecord ready = ready();
    platform.variants.delete(firstVariant(ready));
    platform.renderer =
        new MemoryRenderer(
            _ -> Optional.of(new Rendering.Rejected(Rejection.CORRUPT, "a broken disk")));
    assertThat(repair(verify()).values()).allMatch(mended -> mended instanceof Mended.Left);
    assertThat(platform.variants.head(firstVariant(ready))).isEmpty();
  }

  /// Nothing would delete a file that is put after the clean-up of a retired version.
  @Test
  void aVersionThatIsRetiredDuringTheRenderingGetsNoFile() throws Exception {
    VersionRecord ready = ready();
    platform.variants.delete(firstVariant(ready));
    VersionRecord retired = ready.retired(platform.context.now()).orElseThrow();
    platform.renderer =
        new MemoryRenderer(_ -> {
          Change change = Change.of(new Write.PutVersion(Optional.of(ready), retired));
          assertThat(platform.jobs.commit(change)).isTrue();
          return Optional.empty();
        });
    assertThat(repair(verify()).values())
        .containsExactly(new Mended.Left("its version is no longer ready"));
    assertThat(platform.variants.head(firstVariant(ready))).isEmpty();
  }

  @Test
  void aVersionThatIsRetiredWhileAFileIsStoredKeepsNoFile() throws Exception {
    VersionRecord ready = ready();
    platform.variants.delete(firstVariant(ready));
    VersionRecord retired = ready.retired(platform.context.now()).orElseThrow();
    Faults retiring =
        new Faults() {
          @Override
          public void before(String what, String key) {}

          @Override
          public void after(String what, String key) {
            if (what.equals("put")) {
              Change change = Change.of(new Write.PutVersion(Optional.of(ready), retired));
              assertThat(platform.jobs.commit(change)).isTrue();
            }
          }
        };
    Stores stores =
        new Stores(
            platform.jobs, platform.originals, new FlakyStorage(platform.variants, retiring));
    assertThat(repair(verify(), stores).values())
        .containsExactly(new Mended.Left("its version was retired or erased meanwhile"));
    assertThat(platform.variants.head(firstVariant(ready))).isEmpty();
  }

  @Test
  void orphanedFilesAreReportedAndKept() throws Exception {
    VersionRecord ready = ready();
    ImageId stranger = new ImageId("01ARZ3NDEKTSV4RRFFQ69G5FAV");
    platform.variants.put("readme.txt", OTHER);
    platform.variants.put(firstVariant(ready).replaceAll("[0-9]+[.]", "77."), OTHER);
    platform.variants.put(Keys.manifest(stranger, ready.job().version()), OTHER);
    platform.originals.put(Keys.original(stranger, ready.job().original().sha256()), OTHER);
    List<Damage> damages = verify();
    assertThat(damages).extracting(Damage::kind).containsOnly(Kind.ORPHANED).hasSize(4);
    assertThat(repair(damages).values()).allMatch(mended -> mended instanceof Mended.Left);
    assertThat(verify()).hasSize(4);
  }

  @Test
  void filesOfAnErasedImageAreDeleted() throws Exception {
    VersionRecord ready = ready();
    new Erase(platform.stores.jobs(), platform.context).erase(ready.job().imageId());
    assertThat(verify()).isEmpty();
    platform.settle();
    platform.variants.put(firstVariant(ready), OTHER);
    List<Damage> damages = verify();
    assertThat(damages).extracting(Damage::kind).containsExactly(Kind.ORPHANED);
    assertThat(repair(damages).values()).containsExactly(new Mended.Deleted());
    assertThat(verify()).isEmpty();
  }

  @Test
  void halfDoneFilesAreDeletedOnlyWhenTheVersionCannotBeRedriven() throws Exception {
    platform.renderer =
        new MemoryRenderer(_ -> Optional.of(new Rendering.Rejected(Rejection.CORRUPT, "damaged")));
    VersionRecord corrupt = platform.uploaded();
    platform.settle();
    platform.renderer =
        new MemoryRenderer(_ ->
            Optional.of(
                new Rendering.Died(
                    dev.tintype.core.state.Step.DECODE, Rejection.DECODER_CRASHED, "signal 11")));
    VersionRecord crashed = platform.uploaded();
    platform.settle();
    assertThat(verify()).isEmpty();
    platform.variants.put(manifest(corrupt), OTHER);
    platform.variants.put(manifest(crashed), OTHER);
    List<Damage> damages = verify();
    assertThat(damages).extracting(Damage::kind).containsExactly(Kind.HALF_DONE, Kind.HALF_DONE);
    assertThat(repair(damages).values())
        .hasAtLeastOneElementOfType(Mended.Left.class)
        .contains(new Mended.Deleted());
    assertThat(platform.variants.keys()).containsExactly(manifest(crashed));
  }

  @Test
  void workUnderWayIsNotReportedAsDamage() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.trap.killAt(StepBoundary.MANIFEST_PUBLISHED);
    try {
      platform.process(record);
    } catch (Killed _) {
      platform.trap.revive();
    }
    assertThat(platform.variants.keys()).isNotEmpty();
    assertThat(verify()).isEmpty();
  }

  @Test
  void samplesStartAgainAtTheEndAndReportDamageEachTime() throws Exception {
    VersionRecord damaged = ready();
    for (int i = 0; i < 4; i++) {
      ready();
    }
    platform.variants.delete(firstVariant(damaged));
    List<String> told = new ArrayList<>();
    Audit audit = new Audit(platform.stores, 2, damage -> told.add(damage.key()));
    for (int i = 0; i < 6; i++) {
      audit.sample();
    }
    assertThat(told).containsExactly(firstVariant(damaged), firstVariant(damaged));
  }

  @Test
  void aFailedTransferIsNotReportedAsDamage() throws Exception {
    ready();
    platform.trap.fail("open");
    assertThatThrownBy(this::verify).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aCursorReadsBackAndOtherTextsAreRefused() {
    VerifyCursor cursor = new VerifyCursor(VerifyCursor.Part.VARIANTS, "a/b:c");
    assertThat(VerifyCursor.parse(cursor.text())).isEqualTo(cursor);
    for (String text : List.of("", ":", "images", "files:x", "Images:x")) {
      assertThatThrownBy(() -> VerifyCursor.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /// Checks 10,000 versions with 3 files each and their originals in a JVM whose heap could hold
  /// the records of some thousand.
  @Test
  void memoryDependsOnThePageSizeOnly() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx12m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                VerifyMany.class.getName(),
                "10000")
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said.strip())
        .isEqualTo("images=10000 files=79999 damages=1 largestPage=1000 pages=142");
  }
}
