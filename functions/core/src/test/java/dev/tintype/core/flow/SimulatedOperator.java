package dev.tintype.core.flow;

import dev.tintype.core.Focus;
import dev.tintype.core.ImageId;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.focus.MoveFocus;
import dev.tintype.core.flow.process.RetireDeadLetter;
import dev.tintype.core.flow.reprocess.Redrive;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.reprocess.Retire;
import dev.tintype.core.flow.reprocess.Rollback;
import dev.tintype.core.port.Message;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.state.VersionRecord;
import java.util.List;
import java.util.Optional;

/// One request of an operator in a [World].
///
/// @param process the process that serves it
/// @param revision the revision of the process
record SimulatedOperator(World world, SimulatedProcess process, RenderRevision revision) {

  /// The recipes that clients may name.
  static final List<Recipe> OFFERED =
      List.of(SimulatedRecipes.PLAIN, SimulatedRecipes.OTHER, SimulatedRecipes.CARD);

  void act() {
    switch (world.random.nextInt(12)) {
      case 0 -> new Erase(process.stores().jobs(), process.context()).erase(world.anyImage());
      case 1 -> reprocess();
      case 2 -> deadLetter();
      case 3, 4 -> moveFocus();
      case 5, 6 -> rollback();
      case 7, 8 -> retire();
      default -> redrive();
    }
  }

  private void reprocess() {
    RecipeBook book = new RecipeBook(OFFERED);
    Reprocess reprocess =
        new Reprocess(process.stores(), process, () -> book, revision, process.context());
    Optional<Recipe> recipe =
        switch (world.random.nextInt(8)) {
          case 0 -> Optional.of(SimulatedRecipes.TWIN);
          case 1 -> Optional.of(SimulatedRecipes.PLAIN);
          case 2, 3 -> Optional.of(SimulatedRecipes.OTHER);
          case 4 -> Optional.of(SimulatedRecipes.BOX);
          case 5, 6 -> Optional.of(SimulatedRecipes.SQUARE);
          default -> Optional.empty();
        };
    reprocess.reprocess(world.anyImage(), recipe, world.random.nextInt(3) == 0);
  }

  private void moveFocus() {
    Optional<Focus> point =
        switch (world.random.nextInt(4)) {
          case 0 -> Optional.empty();
          case 1 -> Optional.of(new Focus(0, 10_000));
          default -> Optional.of(new Focus(2500, 7500));
        };
    Optional<VersionRecord> seenOn =
        world.random.nextBoolean() ? world.anyVersion() : Optional.<VersionRecord>empty();
    new MoveFocus(process.stores(), process, revision, process.context())
        .move(
            seenOn.map(v -> v.job().imageId()).orElseGet(world::anyImage),
            new MoveFocus.Wish(point, seenOn.map(v -> v.job().version())));
  }

  private void rollback() {
    Optional<VersionRecord> version = world.anyVersion();
    Optional<String> set =
        switch (world.random.nextInt(3)) {
          case 0 -> Optional.empty();
          case 1 -> Optional.of(SimulatedRecipes.OTHER.name());
          default -> version.map(v -> v.job().recipe().name());
        };
    Rollback.Wish wish =
        switch (world.random.nextInt(3)) {
          case 0 -> new Rollback.Wish(set, version.map(v -> v.job().version()), Optional.empty());
          case 1 ->
              new Rollback.Wish(
                  set, Optional.empty(), Optional.of(SimulatedRecipes.PLAIN.digest()));
          default -> new Rollback.Wish(set, Optional.empty(), Optional.empty());
        };
    ImageId image = version.map(v -> v.job().imageId()).orElseGet(world::anyImage);
    world.rolledBack.add(image);
    new Rollback(process.stores().jobs(), process.context()).rollback(image, wish);
  }

  private void retire() {
    world
        .anyVersion()
        .ifPresent(v ->
            new Retire(process.stores().jobs(), process.context())
                .retire(v.job().imageId(), v.job().version()));
  }

  private void redrive() {
    world
        .anyVersion()
        .ifPresent(v ->
            new Redrive(process.stores(), process, process.context())
                .redrive(v.job().imageId(), v.job().version()));
  }

  private void deadLetter() {
    if (!world.messages.isEmpty()) {
      Message message = world.messages.removeLast().message();
      new RetireDeadLetter(process.stores(), process, process.context()).retire(message.json());
    }
  }
}
