package dev.tintype.core.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.ImageId;
import dev.tintype.core.Recipe;
import dev.tintype.core.flow.reprocess.Redrive;
import dev.tintype.core.flow.reprocess.Redrive.Redriven;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.reprocess.Reprocess.Reprocessed;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.recipe.RecipeFile;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.VersionRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Routes that start more work on an image, and the list of recipes.
final class WorkRoutes {

  private final Reprocess reprocess;
  private final Redrive redrive;
  private final Supplier<RecipeBook> recipes;
  private final UploadRequests uploadRequests;

  /// @param recipes the recipes that clients may name
  WorkRoutes(Reprocess reprocess, Redrive redrive, Supplier<RecipeBook> recipes) {
    this.reprocess = reprocess;
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
      case Reprocessed.NoOriginal _ -> Problem.NO_ORIGINAL.answer();
    };
  }

  /// Only the answer about the set shows how the work goes on.
  private static ApiResponse ofSet(ApiResponse answer, VersionRecord record, Optional<String> set) {
    return set.map(name ->
            answer.with("location", Links.image(record.job().imageId()) + "?recipe=" + name))
        .orElse(answer);
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
    ObjectNode json =
        Json.object()
            .put("id", record.job().imageId().value())
            .put("version", record.job().version().value())
            .put("recipe", record.job().recipe().name())
            .put("state", record.state().code())
            .put("run", record.run());
    json.set("links", Links.of(record.job().imageId(), record.job().version()));
    return ApiResponse.json(status, json).with("location", Links.image(record.job().imageId()));
  }

  ApiResponse recipes(ApiRequest request, List<String> parameters) {
    RecipeBook book = recipes.get();
    return ApiResponse.json(
        200, RecipeFile.write(book.recipes(), Optional.of(book.standard().name())));
  }
}
