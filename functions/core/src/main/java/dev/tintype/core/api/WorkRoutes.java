package dev.tintype.core.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.ImageId;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.flow.reprocess.Redrive;
import dev.tintype.core.flow.reprocess.Redrive.Redriven;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.reprocess.Reprocess.Reprocessed;
import dev.tintype.core.flow.reprocess.Retire;
import dev.tintype.core.flow.reprocess.Retire.Retired;
import dev.tintype.core.flow.reprocess.Retire.Why;
import dev.tintype.core.flow.reprocess.Rollback;
import dev.tintype.core.flow.reprocess.Rollback.RolledBack;
import dev.tintype.core.flow.reprocess.Rollback.Wish;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.recipe.RecipeFile;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Routes that start more work on an image, and the list of recipes.
final class WorkRoutes {

  private final Reprocess reprocess;
  private final Rollback rollback;
  private final Retire retire;
  private final Redrive redrive;
  private final Supplier<RecipeBook> recipes;
  private final UploadRequests uploadRequests;

  /// @param recipes the recipes that clients may name
  WorkRoutes(
      Reprocess reprocess,
      Rollback rollback,
      Retire retire,
      Redrive redrive,
      Supplier<RecipeBook> recipes) {
    this.reprocess = reprocess;
    this.rollback = rollback;
    this.retire = retire;
    this.redrive = redrive;
    this.recipes = recipes;
    this.uploadRequests = new UploadRequests(recipes);
  }

  ApiResponse reprocess(ApiRequest request, List<String> parameters) {
    ImageId id = UploadRequests.imageId(parameters.getFirst());
    JsonObject body = UploadRequests.body(request);
    body.only(Set.of("recipe", "default", "lane"));
    boolean asDefault = body.has("default") && body.bool("default");
    Optional<Recipe> recipe = uploadRequests.recipe(body);
    Optional<String> set = recipe.filter(_ -> !asDefault).map(Recipe::name);
    return LookupAnswers.of(
        reprocess.reprocess(id, recipe, asDefault, lane(body)),
        reprocessed -> answer(reprocessed, set));
  }

  private static Lane lane(JsonObject body) {
    return body.optionalText("lane")
        .map(code ->
            Lane.of(code)
                .orElseThrow(() -> new MalformedJson("lane must be fresh or bulk, not " + code)))
        .orElse(Lane.FRESH);
  }

  /// @param set the set that the request names; absent for the default set
  private static ApiResponse answer(Reprocessed reprocessed, Optional<String> set) {
    return switch (reprocessed) {
      case Reprocessed.Queued queued -> ofSet(version(202, queued.record()), queued.record(), set);
      case Reprocessed.Exists exists -> ofSet(version(200, exists.record()), exists.record(), set);
      case Reprocessed.CleaningUp _ -> Problem.CLEANING_UP.answer().with("retry-after", "60");
      case Reprocessed.NoOriginal _ -> Problem.NO_ORIGINAL.answer();
    };
  }

  /// Only the answer about the set shows how the work goes on.
  private static ApiResponse ofSet(ApiResponse answer, VersionRecord record, Optional<String> set) {
    return set.map(name ->
            answer.with("location", Links.image(record.job().imageId()) + "?recipe=" + name))
        .orElse(answer);
  }

  /// The recipe need not be configured any more: the version that is shown exists already.
  ApiResponse rollback(ApiRequest request, List<String> parameters) {
    ImageId id = UploadRequests.imageId(parameters.getFirst());
    JsonObject body = UploadRequests.body(request);
    body.only(Set.of("recipe", "version", "from"));
    Optional<Version> version =
        body.optionalText("version").map(text -> named("version", 16, text)).map(Version::new);
    Optional<Sha256> from =
        body.optionalText("from").map(text -> named("from", 64, text)).map(Sha256::new);
    if (version.isPresent() && from.isPresent()) {
      throw new MalformedJson("send version or from, not both");
    }
    return LookupAnswers.of(
        rollback.rollback(id, new Wish(body.optionalText("recipe"), version, from)),
        WorkRoutes::answer);
  }

  private static String named(String field, int digits, String text) {
    if (!text.matches("[0-9a-f]{" + digits + "}")) {
      throw new MalformedJson(field + " must be " + digits + " lowercase hex digits");
    }
    return text;
  }

  private static ApiResponse answer(RolledBack rolledBack) {
    return switch (rolledBack) {
      case RolledBack.Shown(String set, VersionRecord record) -> rolledBack(set, record, true);
      case RolledBack.Unchanged(String set, VersionRecord record) -> rolledBack(set, record, false);
      case RolledBack.NothingEarlier _ -> Problem.NO_EARLIER_VERSION.answer();
      case RolledBack.NotReady(VersionState state) ->
          Problem.NOT_READY.answer("The version is " + state.code() + ".");
      case RolledBack.OfAnotherSet(String owner) ->
          Problem.NOT_READY.answer("The version belongs to the set of the recipe " + owner + ".");
      case RolledBack.NoSuchSet(List<String> names) ->
          Problem.NO_SUCH_SET.answer("recipe must be one of " + String.join(", ", names) + ".");
    };
  }

  private static ApiResponse rolledBack(String set, VersionRecord record, boolean isChanged) {
    ObjectNode json = json(record).put("recipe", set).put("changed", isChanged);
    return ApiResponse.json(200, json)
        .with("location", Links.image(record.job().imageId()) + "?recipe=" + set);
  }

  ApiResponse retire(ApiRequest request, List<String> parameters) {
    ImageId id = UploadRequests.imageId(parameters.get(0));
    return LookupAnswers.of(
        retire.retire(id, UploadRequests.version(parameters.get(1))), WorkRoutes::answer);
  }

  private static ApiResponse answer(Retired retired) {
    return switch (retired) {
      case Retired.Done(VersionRecord record) -> version(202, record);
      case Retired.InUse(Why why) -> Problem.IN_USE.answer(sentence(why));
    };
  }

  private static String sentence(Why why) {
    return switch (why) {
      case Why.Shown(String set) -> "The set " + set + " shows the version.";
      case Why.Decided(String set) -> "The version was requested last for the set " + set + ".";
      case Why.NotReady(VersionState state) -> "The version is " + state.code() + ".";
    };
  }

  ApiResponse redrive(ApiRequest request, List<String> parameters) {
    ImageId id = UploadRequests.imageId(parameters.get(0));
    return LookupAnswers.of(
        redrive.redrive(id, UploadRequests.version(parameters.get(1))), WorkRoutes::answer);
  }

  private static ApiResponse answer(Redriven redriven) {
    return switch (redriven) {
      case Redriven.Queued queued -> version(202, queued.record());
      case Redriven.NotYet _ -> Problem.CLEANING_UP.answer().with("retry-after", "60");
      case Redriven.Refused refused ->
          Problem.NOT_REDRIVABLE.answer("The version is " + refused.state().code() + ".");
    };
  }

  private static ApiResponse version(int status, VersionRecord record) {
    return ApiResponse.json(status, json(record))
        .with("location", Links.image(record.job().imageId()));
  }

  private static ObjectNode json(VersionRecord record) {
    ObjectNode json =
        Json.object()
            .put("id", record.job().imageId().value())
            .put("version", record.job().version().value())
            .put("recipe", record.job().recipe().name())
            .put("state", record.state().code())
            .put("run", record.run());
    json.set("links", Links.of(record.job().imageId(), record.job().version()));
    return json;
  }

  ApiResponse recipes(ApiRequest request, List<String> parameters) {
    RecipeBook book = recipes.get();
    return ApiResponse.json(
        200, RecipeFile.write(book.recipes(), Optional.of(book.standard().name())));
  }
}
