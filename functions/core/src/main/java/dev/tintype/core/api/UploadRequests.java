package dev.tintype.core.api;

import dev.tintype.core.Focus;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Limits;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.flow.upload.RequestKey;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.recipe.RecipeBook;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Parses upload requests. A request that cannot be parsed is refused with the fitting problem.
final class UploadRequests {

  private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");
  private static final Pattern VERSION = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final String READABLE =
      "Send image/jpeg, image/png, image/webp, image/avif, image/gif or image/tiff.";

  private final Supplier<RecipeBook> recipes;

  UploadRequests(Supplier<RecipeBook> recipes) {
    this.recipes = recipes;
  }

  static ImageId imageId(String segment) {
    if (!ImageId.isUlid(segment)) {
      throw new Refused(Problem.NOT_FOUND.answer());
    }
    return new ImageId(segment);
  }

  static Version version(String segment) {
    if (!VERSION.matcher(segment).matches()) {
      throw new Refused(Problem.NOT_FOUND.answer());
    }
    return new Version(segment);
  }

  /// @return the body as JSON; an empty body counts as an empty object
  static JsonObject body(ApiRequest request) {
    requireJson(request);
    return Json.parse(request.body().isBlank() ? "{}" : request.body());
  }

  /// Refuses any other media type, such as a form or the file itself.
  static void requireJson(ApiRequest request) {
    String type = mediaType(request.header("content-type").orElse("application/json"));
    if (!type.equals("application/json")) {
      throw new Refused(
          Problem.UNSUPPORTED_TYPE.answer(
              "Send the request as application/json. The file itself is not sent here: name its"
                  + " contentType, bytes and sha256, then PUT the file to the answer's upload.url."));
    }
  }

  /// @param body describes the upload; its field names were checked before
  Wish wish(JsonObject body) {
    String type = mediaType(body.text("contentType"));
    if (OriginalFormat.byMediaType(type).isEmpty()) {
      throw new Refused(Problem.UNSUPPORTED_TYPE.answer(why(type)));
    }
    long bytes = body.integer("bytes", 1, Long.MAX_VALUE);
    if (bytes > Limits.MAX_ORIGINAL_BYTES) {
      throw new Refused(Problem.TOO_LARGE.answer());
    }
    String sha256 = body.text("sha256");
    if (!SHA256.matcher(sha256).matches()) {
      throw new MalformedJson("sha256 must be 64 lowercase hex digits");
    }
    RecipeBook book = recipes.get();
    return new Wish(
        new Original(new Sha256(sha256), bytes, type, Focus.in(body)),
        body.optionalText("recipe").map(name -> named(name, book)).orElseGet(book::standard));
  }

  Optional<Recipe> recipe(JsonObject body) {
    return body.optionalText("recipe").map(name -> named(name, recipes.get()));
  }

  private static Recipe named(String name, RecipeBook book) {
    return book.byName(name).orElseThrow(() -> unknown(book));
  }

  private static Refused unknown(RecipeBook book) {
    String known = String.join(", ", book.recipes().stream().map(Recipe::name).toList());
    return new Refused(
        Problem.UNKNOWN_RECIPE.answer("There is no recipe of this name; known: " + known + "."));
  }

  private static String mediaType(String text) {
    return text.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static String why(String type) {
    return switch (type) {
      case "image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence" ->
          "HEIC photos hold HEVC, which is not read here: export the photo as JPEG, AVIF or WebP.";
      case "image/svg+xml" ->
          "SVG is a program rather than a picture and is not read here. " + READABLE;
      default -> READABLE;
    };
  }

  /// @param body the parsed request in a canonical form, equal for equal requests
  static Optional<RequestKey> key(ApiRequest request, String body) {
    Optional<String> key = request.header("idempotency-key");
    if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
      throw new Refused(
          Problem.INVALID_REQUEST.answer(
              "Idempotency-Key must be 1 to 255 visible ASCII characters."));
    }
    String caller = request.caller().map(Caller::id).orElse("");
    return key.map(k ->
        new RequestKey(
            Sha256.of(String.join("\n", caller.length() + ":" + caller, request.path(), k)),
            Sha256.of(body)));
  }
}
