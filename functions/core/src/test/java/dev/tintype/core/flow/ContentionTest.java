package dev.tintype.core.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tintype.core.ImageId;
import dev.tintype.core.Rejection;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.reprocess.Redrive;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.reprocess.Retire;
import dev.tintype.core.flow.reprocess.Rollback;
import dev.tintype.core.flow.upload.ConfirmUpload;
import dev.tintype.core.flow.upload.StartUpload;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.port.BusyJobStore;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.MemorySigner;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.VersionRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests while other processes write the same records.
final class ContentionTest {

  @TempDir private Path folder;

  private Platform platform;
  private BusyJobStore busy;
  private Stores stores;

  @BeforeEach
  void build() {
    platform = new Platform(folder);
    busy = new BusyJobStore(platform.jobs, Contention.MOST_TURNS);
    stores = new Stores(busy, platform.originals, platform.variants);
  }

  @Test
  void theFirstTurnThatWritesIsTheLast() {
    List<Integer> turns = new ArrayList<>();
    Optional<String> result =
        Contention.turns(() -> {
          turns.add(turns.size());
          return turns.size() == 3 ? Optional.of("written") : Optional.empty();
        });
    assertThat(result).contains("written");
    assertThat(turns).hasSize(3);
  }

  @Test
  void turnsEndAtTheBound() {
    List<Integer> turns = new ArrayList<>();
    Tried<String> tried =
        Contention.request(() -> {
          turns.add(turns.size());
          return Optional.empty();
        });
    assertThat(tried).isEqualTo(new Tried.Contended<>());
    assertThat(tried.found()).isEmpty();
    assertThat(turns).hasSize(Contention.MOST_TURNS);
  }

  @Test
  void aFailureEndsTheTurns() {
    List<Integer> turns = new ArrayList<>();
    assertThatIllegalStateException()
        .isThrownBy(() ->
            Contention.turns(() -> {
              turns.add(turns.size());
              throw new IllegalStateException("no store");
            }));
    assertThat(turns).hasSize(1);
  }

  @Test
  void anErasureIsContendedAtTheBoundAndWrittenBelowIt() {
    VersionRecord record = platform.started();
    assertBound(record, id -> new Erase(busy, platform.context).erase(id));
  }

  @Test
  void aRedriveIsContendedAtTheBoundAndWrittenBelowIt() throws Exception {
    VersionRecord record = failed();
    Redrive redrive = new Redrive(stores, platform.queue, platform.context);
    assertBound(record, id -> redrive.redrive(id, record.job().version()));
  }

  @Test
  void aReprocessingIsContendedAtTheBoundAndWrittenBelowIt() {
    VersionRecord record = platform.uploaded();
    Reprocess reprocess =
        new Reprocess(
            stores, platform.queue, () -> platform.recipes, Platform.REVISION, platform.context);
    assertBound(record, id -> reprocess.reprocess(id, Optional.of(SimulatedRecipes.PLAIN)));
  }

  @Test
  void aRollbackIsContendedAtTheBoundAndWrittenBelowIt() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.settle();
    new Reprocess(
            platform.stores,
            platform.queue,
            () -> new RecipeBook(List.of(SimulatedRecipes.CHANGED)),
            Platform.REVISION,
            platform.context)
        .reprocess(record.job().imageId(), Optional.of(SimulatedRecipes.CHANGED));
    platform.settle();
    Rollback rollback = new Rollback(busy, platform.context);
    assertBound(record, id -> rollback.rollback(id, RollbackTest.BEFORE));
  }

  @Test
  void aRetirementIsContendedAtTheBoundAndWrittenBelowIt() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.settle();
    new Reprocess(
            platform.stores,
            platform.queue,
            () -> new RecipeBook(List.of(SimulatedRecipes.CHANGED)),
            Platform.REVISION,
            platform.context)
        .reprocess(record.job().imageId(), Optional.of(SimulatedRecipes.CHANGED));
    platform.settle();
    Retire retire = new Retire(busy, platform.context);
    assertBound(record, id -> retire.retire(id, record.job().version()));
  }

  @Test
  void aNewVersionIsContendedAtTheBoundAndWrittenBelowIt() {
    VersionRecord record = platform.started();
    Wish wish = new Wish(Platform.original("others".getBytes(UTF_8)), Platform.RECIPE);
    assertBound(record, id -> startUpload().newVersion(id, wish, Optional.empty()));
  }

  @Test
  void aPermissionIsContendedAtTheBoundAndWrittenBelowIt() {
    VersionRecord record = platform.started();
    assertBound(record, id -> startUpload().permit(id, record.job().version()));
  }

  @Test
  void aConfirmedUploadIsContendedAtTheBoundAndWrittenBelowIt() {
    VersionRecord record = platform.started();
    platform.originals.put(record.job().originalKey(), Platform.BYTES);
    ConfirmUpload confirm = new ConfirmUpload(stores, platform.queue, platform.context);
    assertBound(record, id -> confirm.confirm(id, record.job().version()));
  }

  private StartUpload startUpload() {
    return new StartUpload(
        stores,
        new MemorySigner(platform.clock),
        platform.queue,
        Platform.REVISION,
        platform.context);
  }

  private VersionRecord failed() throws InterruptedException {
    platform.renderer =
        new MemoryRenderer(_ ->
            Optional.of(new Rendering.Died(Step.DECODE, Rejection.DECODER_CRASHED, "signal 11")));
    VersionRecord record = platform.uploaded();
    platform.settle();
    return record;
  }

  private <T> void assertBound(VersionRecord record, Function<ImageId, Tried<T>> request) {
    ImageId id = record.job().imageId();
    Optional<ImageRecord> before = platform.jobs.image(id);
    List<VersionRecord> versions = platform.jobs.versions(id);
    assertThat(request.apply(id)).isEqualTo(new Tried.Contended<>());
    assertThat(platform.jobs.image(id)).isEqualTo(before);
    assertThat(platform.jobs.versions(id)).isEqualTo(versions);
    busy.lose(Contention.MOST_TURNS - 1);
    assertThat(request.apply(id)).isInstanceOf(Lookup.Found.class);
  }
}
