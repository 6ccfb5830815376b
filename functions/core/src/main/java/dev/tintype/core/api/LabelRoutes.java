package dev.tintype.core.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.ImageId;
import dev.tintype.core.flow.label.LabelImage;
import dev.tintype.core.flow.label.Labels;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.state.ImageRecord;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The route that changes what an image is called.
final class LabelRoutes {

  private static final Set<String> FIELDS = Set.of("name", "metadata");

  private final ImageRoutes images;
  private final LabelImage labelImage;

  /// @param images checks `If-Match`
  LabelRoutes(ImageRoutes images, LabelImage labelImage) {
    this.images = images;
    this.labelImage = labelImage;
  }

  ApiResponse patch(ApiRequest request, List<String> parameters) {
    ImageId id = UploadRequests.imageId(parameters.getFirst());
    JsonObject body = UploadRequests.body(request);
    body.only(FIELDS);
    if (body.node().isEmpty()) {
      throw new MalformedJson("send name, metadata or both");
    }
    UnaryOperator<Labels> change = labels -> LabelRequests.changed(labels, body);
    return images
        .matched(request, id)
        .map(epoch ->
            LookupAnswers.ifUnchanged(labelImage.label(id, epoch, change), LabelRoutes::answer))
        .orElseGet(() -> LookupAnswers.of(labelImage.label(id, change), LabelRoutes::answer));
  }

  private static ApiResponse answer(ImageRecord image) {
    ObjectNode json = Json.object().put("id", image.id().value());
    image.name().ifPresent(name -> json.put("name", name));
    json.set("metadata", image.metadata().json());
    return ApiResponse.json(200, json).with("location", Links.image(image.id()));
  }
}
