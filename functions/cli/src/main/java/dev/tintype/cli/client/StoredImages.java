package dev.tintype.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Metadata;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Lists, describes, labels and erases the images of a server. Every request can be repeated. Safe
/// for use by many threads.
public final class StoredImages {

  /// The most images that one request can list.
  public static final int MOST_ON_A_PAGE = 200;

  private final ImagesClient client;
  private final Troubles troubles = new Troubles();

  /// @param client sends the requests
  public StoredImages(ImagesClient client) {
    this.client = client;
  }

  /// A page of the list of images.
  ///
  /// @param images as the API describes them in lists, newest first
  /// @param unreadable the ids of images whose record the server cannot read
  /// @param next where the next page begins; absent at the end. A page before the end may be empty
  public record Page(List<JsonObject> images, List<String> unreadable, Optional<String> next) {
    /// Copies the lists.
    public Page {
      images = List.copyOf(images);
      unreadable = List.copyOf(unreadable);
    }
  }

  /// Which images are listed.
  ///
  /// @param state only those whose latest version is in this state, such as `failed`
  /// @param metadata only those whose metadata has this entry
  public record Filter(Optional<String> state, Optional<Metadata.Entry> metadata) {

    /// Every image.
    public static final Filter NONE = new Filter(Optional.empty(), Optional.empty());

    private String query() {
      return state.map(wanted -> "&state=" + encoded(wanted)).orElse("")
          + metadata
              .map(entry -> "&metadata=" + encoded(entry.key() + ":" + entry.value()))
              .orElse("");
    }
  }

  /// @param before where the page before ended
  /// @param limit 1 to [#MOST_ON_A_PAGE]
  /// @throws ServerUnreachable when there is no answer
  /// @throws WorkClient.UnexpectedAnswer when the server refuses
  public Page page(Filter filter, Optional<String> before, int limit) throws InterruptedException {
    String query =
        "?limit="
            + limit
            + filter.query()
            + before.map(cursor -> "&cursor=" + encoded(cursor)).orElse("");
    JsonObject json =
        WorkClient.json(WorkClient.answered(client.ask("GET", "/images" + query, "")));
    return new Page(
        json.objects("images"),
        json.has("unreadable") ? json.texts("unreadable") : List.of(),
        json.optionalText("next"));
  }

  /// The answer to a question about one image.
  public sealed interface Described {
    /// The server knows it.
    ///
    /// @param image as the API describes it
    record Found(JsonObject image) implements Described {}

    /// The server does not describe it.
    ///
    /// @param refusal the reason
    record Refused(Refusal refusal) implements Described {}
  }

  /// @param id a valid id
  /// @param recipe the set to describe; absent for the default set
  /// @throws ServerUnreachable when there is no answer
  public Described describe(String id, Optional<String> recipe) throws InterruptedException {
    String query = recipe.map(name -> "?recipe=" + encoded(name)).orElse("");
    HttpResponse<String> response = client.ask("GET", "/images/" + id + query, "");
    return response.statusCode() == 200
        ? new Described.Found(WorkClient.json(response))
        : new Described.Refused(Refusal.of(response.statusCode(), response.body()));
  }

  /// Requests that an image is called otherwise.
  ///
  /// @param id a valid id
  /// @param change the body of the request
  /// @return the answer: id, name and metadata
  /// @throws ServerUnreachable when there is no answer
  public Described label(String id, ObjectNode change) throws InterruptedException {
    HttpResponse<String> response = client.ask("PATCH", "/images/" + id, Json.write(change));
    return response.statusCode() == 200
        ? new Described.Found(WorkClient.json(response))
        : new Described.Refused(Refusal.of(response.statusCode(), response.body()));
  }

  /// The answer to a request to erase one image.
  public sealed interface Erasure {
    /// The server erases it.
    record Begun() implements Erasure {}

    /// It was erased before, or its erasure has begun.
    record Before() implements Erasure {}

    /// It is not erased, because its metadata has not the entry, or not any more.
    record NotMeant() implements Erasure {}

    /// It is not erased, because it was changed at the same time.
    record Changed() implements Erasure {}

    /// The server does not erase it.
    ///
    /// @param refusal the reason
    record Refused(Refusal refusal) implements Erasure {}
  }

  /// Requests that an image is erased.
  ///
  /// @param id a valid id
  /// @throws ServerUnreachable when there is no answer
  /// @throws WorkClient.UnexpectedAnswer when many such requests in a row were refused for a reason
  ///   that is not one image's
  public Erasure erase(String id) throws InterruptedException {
    troubles.check();
    return erasure(client.ask("DELETE", "/images/" + id, ""));
  }

  /// Requests that an image is erased if its metadata has an entry at that moment.
  ///
  /// @param id a valid id
  /// @throws ServerUnreachable when there is no answer
  /// @throws WorkClient.UnexpectedAnswer when many such requests in a row were refused for a reason
  ///   that is not one image's
  public Erasure erase(String id, Metadata.Entry entry) throws InterruptedException {
    troubles.check();
    HttpResponse<String> image = client.ask("GET", "/images/" + id, "");
    Optional<String> tag = image.headers().firstValue("etag");
    if (image.statusCode() != 200 || tag.isEmpty()) {
      return erasure(image);
    }
    return Metadata.in(WorkClient.json(image)).has(entry)
        ? erasure(client.askIfMatch(tag.get(), "DELETE", "/images/" + id))
        : new Erasure.NotMeant();
  }

  private Erasure erasure(HttpResponse<String> response) {
    troubles.count(response);
    return switch (response.statusCode()) {
      case 202 -> new Erasure.Begun();
      case 410 -> new Erasure.Before();
      case 412 -> new Erasure.Changed();
      default -> new Erasure.Refused(Refusal.of(response.statusCode(), response.body()));
    };
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
