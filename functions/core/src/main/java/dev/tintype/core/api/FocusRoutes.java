package dev.tintype.core.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Focus;
import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.flow.focus.MoveFocus;
import dev.tintype.core.flow.focus.MoveFocus.Moved;
import dev.tintype.core.flow.focus.MoveFocus.OfSet;
import dev.tintype.core.flow.focus.MoveFocus.Wish;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Routes that set and remove the focal point of an image's original.
final class FocusRoutes {

  private static final String SEEN_ON = "version";
  private static final Set<String> FIELDS = Set.of("x", "y", SEEN_ON);

  private final ImageRoutes images;
  private final MoveFocus moveFocus;

  /// @param images checks `If-Match`
  FocusRoutes(ImageRoutes images, MoveFocus moveFocus) {
    this.images = images;
    this.moveFocus = moveFocus;
  }

  ApiResponse put(ApiRequest request, List<String> parameters) {
    ImageId id = UploadRequests.imageId(parameters.getFirst());
    JsonObject body = UploadRequests.body(request);
    body.only(FIELDS);
    Focus point = Focus.of(body);
    return move(request, id, new Wish(Optional.of(point), seenOn(body.optionalText(SEEN_ON))));
  }

  ApiResponse remove(ApiRequest request, List<String> parameters) {
    ImageId id = UploadRequests.imageId(parameters.getFirst());
    return move(request, id, new Wish(Optional.empty(), seenOn(request.parameter(SEEN_ON))));
  }

  private static Optional<Version> seenOn(Optional<String> text) {
    try {
      return text.map(Version::new);
    } catch (IllegalArgumentException e) {
      throw new MalformedJson(
          "version must be 16 lowercase hex digits, not '" + text.orElse("") + "'", e);
    }
  }

  private ApiResponse move(ApiRequest request, ImageId id, Wish wish) {
    images.matched(request, id);
    return LookupAnswers.of(moveFocus.move(id, wish), moved -> answer(id, moved));
  }

  private static ApiResponse answer(ImageId id, Moved moved) {
    return switch (moved) {
      case Moved.Done done -> done(id, done);
      case Moved.NoOriginal _ -> Problem.NO_ORIGINAL.answer();
      case Moved.CleaningUp _ -> Problem.CLEANING_UP.answer().with("retry-after", "60");
      case Moved.TooMany many ->
          Problem.TOO_MANY_SETS.answer(
              "This image needs %d new versions; one request can make at most %d."
                  .formatted(many.versions(), many.most()));
    };
  }

  private static ApiResponse done(ImageId id, Moved.Done done) {
    ObjectNode json = Json.object().put("id", id.value());
    done.point().ifPresent(point -> point.putInto(json));
    ArrayNode sets = json.putArray("sets");
    done.sets().forEach(set -> sets.add(json(set)));
    return ApiResponse.json(done.isQueued() ? 202 : 200, json).with("location", Links.image(id));
  }

  private static ObjectNode json(OfSet set) {
    return Json.object()
        .put("recipe", set.set())
        .put("version", set.version().job().version().value())
        .put("state", set.version().state().code());
  }
}
