package dev.tintype.core.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.ImageId;
import dev.tintype.core.flow.Tried;
import dev.tintype.core.flow.label.Labels;
import dev.tintype.core.flow.upload.ConfirmUpload;
import dev.tintype.core.flow.upload.ConfirmUpload.Confirmed;
import dev.tintype.core.flow.upload.RequestKey;
import dev.tintype.core.flow.upload.StartUpload;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.flow.upload.Started;
import dev.tintype.core.json.CanonicalJson;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.port.UploadSigner.Permission;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.state.VersionRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Routes that start uploads, and the route that ends one.
final class UploadRoutes {

  private static final Set<String> WISH = Set.of("contentType", "bytes", "sha256", "recipe");
  private static final Set<String> NAMED =
      Set.of("contentType", "bytes", "sha256", "recipe", "name", "metadata", "focus");

  private final StartUpload startUpload;
  private final ConfirmUpload confirmUpload;
  private final UploadRequests uploadRequests;
  private final BooleanSupplier maySign;

  /// @param startUpload starts uploads and renews permissions
  /// @param confirmUpload looks whether an original is stored
  /// @param recipes the recipes that clients may name
  /// @param maySign whether permissions may be signed now
  UploadRoutes(
      StartUpload startUpload,
      ConfirmUpload confirmUpload,
      Supplier<RecipeBook> recipes,
      BooleanSupplier maySign) {
    this.startUpload = startUpload;
    this.confirmUpload = confirmUpload;
    this.uploadRequests = new UploadRequests(recipes);
    this.maySign = maySign;
  }

  /// A permission that is signed by a wrong clock is refused by the storage, or lasts too long.
  private void mustSign() {
    if (!maySign.getAsBoolean()) {
      throw new Refused(
          Problem.UNAVAILABLE
              .answer(
                  "The server's clock is wrong, so it permits no uploads. Send the request again.")
              .with("retry-after", "5"));
    }
  }

  ApiResponse newImage(ApiRequest request, List<String> parameters) {
    mustSign();
    JsonObject body = UploadRequests.body(request);
    body.only(NAMED);
    Wish wish = uploadRequests.wish(body);
    Labels labels = new Labels(LabelRequests.name(body), LabelRequests.metadata(body));
    return answer(startUpload.newImage(wish, labels, key(request, wish, labels)));
  }

  ApiResponse newVersion(ApiRequest request, List<String> parameters) {
    mustSign();
    ImageId id = UploadRequests.imageId(parameters.getFirst());
    JsonObject body = UploadRequests.body(request);
    body.only(WISH);
    Wish wish = uploadRequests.wish(body);
    return answer(startUpload.newVersion(id, wish, key(request, wish, Labels.NONE)));
  }

  ApiResponse permit(ApiRequest request, List<String> parameters) {
    mustSign();
    return answer(
        startUpload.permit(
            UploadRequests.imageId(parameters.get(0)), UploadRequests.version(parameters.get(1))));
  }

  ApiResponse confirm(ApiRequest request, List<String> parameters) {
    ImageId id = UploadRequests.imageId(parameters.get(0));
    return LookupAnswers.of(
        confirmUpload.confirm(id, UploadRequests.version(parameters.get(1))), UploadRoutes::answer);
  }

  private static ApiResponse answer(Confirmed confirmed) {
    return switch (confirmed) {
      case Confirmed.Known(VersionRecord record) -> answer(202, record, json(record));
      case Confirmed.NotStored _ ->
          Problem.NO_ORIGINAL.answer("The original of this version is not stored.");
    };
  }

  private static Optional<RequestKey> key(ApiRequest request, Wish wish, Labels labels) {
    ObjectNode same =
        Json.object()
            .put("contentType", wish.original().mediaType())
            .put("bytes", wish.original().bytes())
            .put("sha256", wish.original().sha256().hex())
            .put("recipe", wish.recipe().name());
    labels.name().ifPresent(name -> same.put("name", name));
    labels.metadata().putInto(same);
    wish.original().focus().ifPresent(focus -> focus.putInto(same));
    return UploadRequests.key(request, CanonicalJson.of(same));
  }

  private static ApiResponse answer(Tried<Started> tried) {
    return LookupAnswers.of(tried, UploadRoutes::answer);
  }

  private static ApiResponse answer(Started started) {
    return switch (started) {
      case Started.Accepted accepted -> accepted(accepted);
      case Started.KeyReused _ -> Problem.IDEMPOTENCY_KEY_REUSED.answer();
      case Started.CleaningUp _ -> Problem.CLEANING_UP.answer().with("retry-after", "60");
      case Started.NotWaiting notWaiting ->
          Problem.NOT_WAITING.answer("The version is " + notWaiting.state().code() + ".");
    };
  }

  private static ApiResponse accepted(Started.Accepted accepted) {
    VersionRecord record = accepted.record();
    ObjectNode json = json(record);
    accepted.upload().ifPresent(permission -> json.set("upload", upload(permission)));
    return answer(accepted.isNew() ? 201 : 200, record, json);
  }

  private static ApiResponse answer(int status, VersionRecord record, ObjectNode json) {
    ImageId id = record.job().imageId();
    json.set("links", Links.of(id, record.job().version()));
    return ApiResponse.json(status, json).with("location", Links.image(id));
  }

  private static ObjectNode json(VersionRecord record) {
    return Json.object()
        .put("id", record.job().imageId().value())
        .put("version", record.job().version().value())
        .put("state", record.state().code());
  }

  private static ObjectNode upload(Permission permission) {
    ObjectNode json = Json.object().put("method", "PUT").put("url", permission.url().toString());
    ObjectNode headers = json.putObject("headers");
    permission.headers().forEach(headers::put);
    return json.put("expiresAt", permission.expiresAt().toString());
  }
}
