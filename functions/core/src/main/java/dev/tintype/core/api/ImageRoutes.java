package dev.tintype.core.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.ImageId;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.read.AllVersions;
import dev.tintype.core.flow.read.Describe;
import dev.tintype.core.flow.read.Describe.Described;
import dev.tintype.core.flow.read.Describe.OfSet;
import dev.tintype.core.flow.read.DownloadOriginal;
import dev.tintype.core.flow.read.ListImages;
import dev.tintype.core.json.Json;
import dev.tintype.core.state.ImageRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Routes that read and erase images.
final class ImageRoutes {

  private static final Set<String> STATES =
      Set.of(
          "awaiting_upload",
          "queued",
          "processing",
          "ready",
          "failed",
          "superseded",
          "expired",
          "retired");
  private static final int STANDARD_LIMIT = 50;
  private static final int MOST = 200;

  private final Describe describe;
  private final ListImages listImages;
  private final AllVersions allVersions;
  private final DownloadOriginal downloadOriginal;
  private final Erase erase;
  private final ImageView view;
  private final VersionsView versionsView;

  /// @param urls the public URLs of files
  /// @param renderRevision the revision of new versions
  ImageRoutes(
      Describe describe,
      ListImages listImages,
      AllVersions allVersions,
      DownloadOriginal downloadOriginal,
      Erase erase,
      PublicUrls urls,
      RenderRevision renderRevision) {
    this.describe = describe;
    this.listImages = listImages;
    this.allVersions = allVersions;
    this.downloadOriginal = downloadOriginal;
    this.erase = erase;
    this.view = new ImageView(urls);
    this.versionsView = new VersionsView(urls, renderRevision);
  }

  ApiResponse describe(ApiRequest request, List<String> parameters) {
    return shown(request, parameters, image -> conditionally(request, whole(image)));
  }

  /// Answers about the set that the request names, else about the default set.
  private ApiResponse shown(
      ApiRequest request, List<String> parameters, Function<Described, ApiResponse> answer) {
    ImageId id = UploadRequests.imageId(parameters.getFirst());
    Optional<String> set = request.parameter("recipe");
    return set.isEmpty()
        ? LookupAnswers.of(describe.describe(id), answer)
        : LookupAnswers.of(
            describe.describe(id, set.get()),
            found ->
                switch (found) {
                  case OfSet.Found(Described image) -> answer.apply(image);
                  case OfSet.NoSuchSet(List<String> names) ->
                      Problem.NO_SUCH_SET.answer(
                          "recipe must be one of %s, not '%s'."
                              .formatted(String.join(", ", names), set.get()));
                });
  }

  /// A proxy that compresses the answer may change its tag, which `If-Match` then refuses.
  private ApiResponse whole(Described image) {
    return withRetryAfter(
        ApiResponse.json(200, json(image)).with("cache-control", "private, no-cache, no-transform"),
        image);
  }

  private ObjectNode json(Described image) {
    return view.whole(image, describe.sets(image.image()));
  }

  private static ApiResponse withRetryAfter(ApiResponse answer, Described found) {
    return ImageView.retryAfterSeconds(found.latest().state())
        .map(seconds -> answer.with("retry-after", Integer.toString(seconds)))
        .orElse(answer);
  }

  private static ApiResponse conditionally(ApiRequest request, ApiResponse answer) {
    String tag = tag(answer.body());
    if (!isMatched(request, tag)) {
      return Problem.PRECONDITION_FAILED.answer();
    }
    ApiResponse tagged = answer.with("etag", tag);
    boolean known =
        request
            .header("if-none-match")
            .filter(tags -> new EntityTags(tags).matchWeakly(tag))
            .isPresent();
    return known ? tagged.withoutBody(304) : tagged;
  }

  private static String tag(String body) {
    return '"' + Sha256.of(body).hex().substring(0, 32) + '"';
  }

  private static boolean isMatched(ApiRequest request, String tag) {
    return request.header("if-match").filter(tags -> !new EntityTags(tags).match(tag)).isEmpty();
  }

  ApiResponse original(ApiRequest request, List<String> parameters) {
    return LookupAnswers.of(
        downloadOriginal.link(UploadRequests.imageId(parameters.getFirst())),
        url ->
            new ApiResponse(
                302, Map.of("location", url.toString(), "cache-control", "no-store"), ""));
  }

  ApiResponse versions(ApiRequest request, List<String> parameters) {
    return LookupAnswers.of(
        allVersions.of(UploadRequests.imageId(parameters.getFirst())),
        whole ->
            conditionally(
                request,
                ApiResponse.json(200, versionsView.of(whole))
                    .with("cache-control", "private, no-cache")));
  }

  ApiResponse markup(ApiRequest request, List<String> parameters) {
    return shown(
        request,
        parameters,
        image ->
            view.markup(image, request)
                .map(json ->
                    conditionally(
                        request,
                        ApiResponse.json(200, json).with("cache-control", "private, no-cache")))
                .orElseGet(() ->
                    withRetryAfter(
                        Problem.NOT_FOUND.answer("No version of this image is ready."), image)));
  }

  /// Compares `If-Match` with what [#describe] answers about the default set.
  ///
  /// @return the epoch of the image that matches; absent when the request has no such header, or
  ///   the image is not live
  /// @throws Refused when the image does not match
  Optional<Long> matched(ApiRequest request, ImageId id) {
    Optional<Described> found =
        request.header("if-match").flatMap(_ -> describe.describe(id).found());
    if (found.filter(image -> !isMatched(request, tag(Json.write(json(image))))).isPresent()) {
      throw new Refused(Problem.PRECONDITION_FAILED.answer());
    }
    return found.map(image -> image.image().epoch());
  }

  ApiResponse erase(ApiRequest request, List<String> parameters) {
    ImageId id = UploadRequests.imageId(parameters.getFirst());
    return matched(request, id)
        .map(epoch -> LookupAnswers.ifUnchanged(erase.erase(id, epoch), ImageRoutes::erasing))
        .orElseGet(() -> LookupAnswers.of(erase.erase(id), ImageRoutes::erasing));
  }

  private static ApiResponse erasing(ImageRecord image) {
    return ApiResponse.json(
        202, Json.object().put("id", image.id().value()).put("state", "erasing"));
  }

  ApiResponse list(ApiRequest request, List<String> parameters) {
    Optional<String> state = request.parameter("state");
    if (state.filter(s -> !STATES.contains(s)).isPresent()) {
      return Problem.INVALID_REQUEST.answer(
          "state must be one of " + String.join(", ", STATES.stream().sorted().toList()) + ".");
    }
    Optional<String> cursor = request.parameter("cursor");
    if (cursor.filter(c -> !ImageId.isUlid(c)).isPresent()) {
      return Problem.INVALID_REQUEST.answer("cursor must be the `next` of an earlier answer.");
    }
    ListImages.Wanted wanted =
        new ListImages.Wanted(state, request.parameter("metadata").map(LabelRequests::entry));
    ListImages.Part<ObjectNode> part =
        listImages.list(wanted, cursor.map(ImageId::new), limit(request), view::row);
    ObjectNode json = Json.object();
    ArrayNode images = json.putArray("images");
    part.images().forEach(images::add);
    if (!part.unreadable().isEmpty()) {
      ArrayNode unreadable = json.putArray("unreadable");
      part.unreadable().stream()
          .flatMap(record -> record.imageId().stream())
          .forEach(id -> unreadable.add(id.value()));
    }
    part.next().ifPresent(next -> json.put("next", next.value()));
    return ApiResponse.json(200, json);
  }

  /// @return how many rows a list may have, 1 to 200
  static int limit(ApiRequest request) {
    String text = request.parameter("limit").orElse(Integer.toString(STANDARD_LIMIT));
    if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > MOST) {
      throw new Refused(Problem.INVALID_REQUEST.answer("limit must be 1 to " + MOST + "."));
    }
    return Integer.parseInt(text);
  }
}
