package dev.tintype.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.recipe.RecipeFile;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Asks a server for work on many images. Every request can be repeated. When the server refuses
/// many requests in a row for a reason that is not one image's, every method throws
/// [UnexpectedAnswer]. Safe for use by many threads.
public final class WorkClient {

  private final ImagesClient client;
  private final Troubles troubles = new Troubles();

  /// @param client sends the requests
  public WorkClient(ImagesClient client) {
    this.client = client;
  }

  /// A page of the list of images.
  ///
  /// @param ids images, newest first
  /// @param unreadable images whose record the server cannot read
  /// @param next where the next page begins; absent at the end
  public record Page(List<String> ids, List<String> unreadable, Optional<String> next) {
    /// Copies the lists.
    public Page {
      ids = List.copyOf(ids);
      unreadable = List.copyOf(unreadable);
    }
  }

  /// The answer to a request for work on one image.
  public sealed interface Answer {
    /// It was accepted.
    ///
    /// @param version the version that was decided
    /// @param changed whether the request changed something
    record Accepted(Version version, boolean changed) implements Answer {}

    /// It was refused.
    ///
    /// @param refusal the reason
    record Refused(Refusal refusal) implements Answer {}
  }

  /// @return the recipes that requests may name
  /// @throws ServerUnreachable when there is no answer
  public RecipeBook recipes() throws InterruptedException {
    HttpResponse<String> response = answered(client.ask("GET", "/recipes", ""));
    return new RecipeBook(
        RecipeFile.read(response.body().getBytes(StandardCharsets.UTF_8)).recipes());
  }

  /// @param before where the page before ended
  /// @throws ServerUnreachable when there is no answer
  public Page page(Optional<String> before) throws InterruptedException {
    StoredImages.Page page =
        new StoredImages(client)
            .page(StoredImages.Filter.NONE, before, StoredImages.MOST_ON_A_PAGE);
    return new Page(
        page.images().stream().map(image -> image.text("id")).toList(),
        page.unreadable(),
        page.next());
  }

  /// An image of the list.
  public sealed interface Looked {
    /// It is there.
    ///
    /// @param image its versions
    record Found(ImageVersions image) implements Looked {}

    /// It was erased.
    record Gone() implements Looked {}

    /// The server did not tell its versions.
    ///
    /// @param id the image
    /// @param refusal the reason
    record Refused(String id, Refusal refusal) implements Looked {}
  }

  /// @throws ServerUnreachable when there is no answer
  public Looked versions(String id) throws InterruptedException {
    HttpResponse<String> response = ask("GET", "/images/" + id + "/versions", "");
    return switch (response.statusCode()) {
      case 200 -> new Looked.Found(ImageVersions.read(json(response)));
      case 404, 410 -> new Looked.Gone();
      default -> new Looked.Refused(id, Refusal.of(response.statusCode(), response.body()));
    };
  }

  /// Requests that a set shows the version of its recipe as it is configured.
  ///
  /// @throws ServerUnreachable when there is no answer
  public Answer reprocess(String id, String recipe) throws InterruptedException {
    return work(id, "reprocess", Json.object().put("recipe", recipe).put("lane", "bulk"));
  }

  /// Requests that the default set shows the version of its recipe as it is configured.
  ///
  /// @throws ServerUnreachable when there is no answer
  public Answer reprocess(String id) throws InterruptedException {
    return work(id, "reprocess", Json.object().put("lane", "bulk"));
  }

  /// Requests that a set goes back from a recipe.
  ///
  /// @param from the digest of the recipe that is taken back
  /// @throws ServerUnreachable when there is no answer
  public Answer rollback(String id, String recipe, Sha256 from) throws InterruptedException {
    return work(id, "rollback", Json.object().put("recipe", recipe).put("from", from.hex()));
  }

  /// Requests that a version loses its files.
  ///
  /// @throws ServerUnreachable when there is no answer
  public Answer retire(String id, Version version) throws InterruptedException {
    return answer(ask("DELETE", "/images/" + id + "/versions/" + version, ""));
  }

  private Answer work(String id, String what, ObjectNode body) throws InterruptedException {
    return answer(ask("POST", "/images/" + id + "/" + what, Json.write(body)));
  }

  private HttpResponse<String> ask(String method, String path, String body)
      throws InterruptedException {
    troubles.check();
    HttpResponse<String> response = client.ask(method, path, body);
    troubles.count(response);
    return response;
  }

  private static Answer answer(HttpResponse<String> response) {
    if (response.statusCode() / 100 != 2) {
      return new Answer.Refused(Refusal.of(response.statusCode(), response.body()));
    }
    JsonObject json = json(response);
    boolean isChanged = json.has("changed") ? json.bool("changed") : true;
    return new Answer.Accepted(new Version(json.text("version")), isChanged);
  }

  /// @throws UnexpectedAnswer when the status is not 200
  static HttpResponse<String> answered(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new UnexpectedAnswer(Refusal.of(response.statusCode(), response.body()));
    }
    return response;
  }

  /// @return the body of an answer of the API
  /// @throws UnexpectedAnswer when it is not a JSON object, so another program answered
  static JsonObject json(HttpResponse<String> response) {
    try {
      return Json.parse(response.body());
    } catch (MalformedJson _) {
      throw new UnexpectedAnswer(
          response.uri() + " does not answer as Tintype does: --to must have its address.");
    }
  }

  /// Thrown when the server refuses a request that every server answers, or too many in a row.
  public static final class UnexpectedAnswer extends RuntimeException {
    UnexpectedAnswer(String sentence) {
      super(sentence);
    }

    /// @param refusal the answer to a request that is not about one image
    public UnexpectedAnswer(Refusal refusal) {
      super("The server refused the request: " + refusal.detail());
    }
  }
}
