package dev.tintype.presign;

import dev.tintype.aws.VersionedObject;
import dev.tintype.aws.VersionedObject.History;
import dev.tintype.aws.VersionedObject.Stored;
import dev.tintype.aws.VersionedObject.Version;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.recipe.RecipeFile;
import dev.tintype.core.recipe.WatermarkFiles;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Finds the newest valid version of the recipe file. A version in which the file was deleted, and
/// the time before the first version, stand for the built-in recipes alone. So all environments
/// find the same recipes, whenever they start.
final class RecipeSearch {

  /// How many versions are examined. Many uploads one after the other may be invalid, but a search
  /// must end.
  static final int MOST_VERSIONS = 10;

  private final VersionedObject file;
  private final String standard;
  private final WatermarkFiles watermarks;
  private final InstantSource clock;

  /// @param standard the name of the default recipe if the file names none
  /// @param watermarks those that the file may name
  RecipeSearch(
      VersionedObject file, String standard, WatermarkFiles watermarks, InstantSource clock) {
    this.file = file;
    this.watermarks = watermarks;
    this.standard = standard;
    this.clock = clock;
  }

  /// What the bucket holds.
  ///
  /// @param tag the entity tag of the newest version; absent when there is no object
  /// @param rejected why the newest version is not used; absent when it is valid
  /// @param book the newest valid recipes; absent when no examined version is valid
  record Found(Optional<String> tag, Optional<String> rejected, Optional<RecipeBook> book) {}

  private sealed interface Verdict {
    record Valid(RecipeBook book) implements Verdict {}

    record Invalid(String why) implements Verdict {}
  }

  /// @param known the entity tag that the newest version had before
  /// @param until when the search must end
  /// @return empty when the newest version has that tag
  /// @throws StoreUnavailable when the bucket does not answer in time or refuses
  Optional<Found> search(Optional<String> known, Instant until) {
    return file.newest(known, left(until)).map(newest -> judged(newest, until));
  }

  private Found judged(Stored newest, Instant until) {
    Optional<String> tag = tag(newest);
    return switch (judge(newest)) {
      case Verdict.Valid(RecipeBook book) -> new Found(tag, Optional.empty(), Optional.of(book));
      case Verdict.Invalid(String why) -> new Found(tag, Optional.of(why), older(tag, until));
    };
  }

  private static Optional<String> tag(Stored stored) {
    return switch (stored) {
      case Stored.Content content -> Optional.of(content.tag());
      case Stored.TooLong tooLong -> Optional.of(tooLong.tag());
      case Stored.Nothing _ -> Optional.empty();
    };
  }

  /// @param rejected the tag of the newest version
  private Optional<RecipeBook> older(Optional<String> rejected, Instant until) {
    History history = file.history(MOST_VERSIONS, left(until));
    for (Version version : history.versions()) {
      if (!version.tag().equals(rejected)) {
        Optional<Verdict> verdict = file.version(version, left(until)).map(this::judge);
        if (verdict.isPresent() && verdict.get() instanceof Verdict.Valid(RecipeBook book)) {
          return Optional.of(book);
        }
      }
    }
    return history.hasMore() ? Optional.empty() : beforeTheFirst();
  }

  private Optional<RecipeBook> beforeTheFirst() {
    return switch (judge(new Stored.Nothing())) {
      case Verdict.Valid(RecipeBook book) -> Optional.of(book);
      case Verdict.Invalid _ -> Optional.empty();
    };
  }

  private Verdict judge(Stored stored) {
    try {
      return switch (stored) {
        case Stored.Content content -> valid(RecipeFile.read(content.bytes(), watermarks));
        case Stored.Nothing _ -> valid(RecipeFile.NONE);
        case Stored.TooLong tooLong ->
            new Verdict.Invalid("the file is longer than " + tooLong.mostBytes() + " bytes");
      };
    } catch (MalformedJson e) {
      return new Verdict.Invalid(String.valueOf(e.getMessage()));
    }
  }

  private Verdict valid(RecipeFile recipes) {
    return new Verdict.Valid(recipes.withBuiltIn(standard));
  }

  private Duration left(Instant until) {
    Duration left = Duration.between(clock.instant(), until);
    if (!left.isPositive()) {
      throw new StoreUnavailable("the bucket of the recipes is too slow");
    }
    return left;
  }
}
