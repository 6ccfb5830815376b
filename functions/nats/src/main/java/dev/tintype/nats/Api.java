package dev.tintype.nats;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.StoreUnavailable;
import io.nats.client.impl.Headers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Requests to JetStream, whose answers are JSON: see
/// https://docs.nats.io/reference/reference-protocols/nats_api_reference. Safe for use by many
/// threads.
///
/// @param link the connection
record Api(NatsLink link) {

  private static final String PREFIX = "$JS.API.";

  /// By this the server recognises a message that it has already.
  private static final String MESSAGE_ID = "Nats-Msg-Id";

  /// @param what is done, for complaints
  /// @param call the request and what it is about, such as `STREAM.INFO.tintype`
  /// @throws ApiRefusal when JetStream answers with an error
  /// @throws dev.tintype.core.port.StorageFull when there is no room
  /// @throws StoreUnavailable when there is no answer
  JsonObject ask(String what, String call, ObjectNode request) {
    return answer(what, PREFIX + call, null, Json.bytes(request));
  }

  /// Asks without saying more.
  JsonObject ask(String what, String call) {
    return ask(what, call, Json.object());
  }

  /// Asks about something that may be missing.
  ///
  /// @param missing JetStream's numbers for what is not there
  Optional<JsonObject> find(String what, String call, ObjectNode request, Integer... missing) {
    try {
      return Optional.of(ask(what, call, request));
    } catch (ApiRefusal e) {
      if (e.isAny(missing)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Stores a message in the stream that has its subject.
  ///
  /// @param headers null for none
  void publish(String what, String subject, @Nullable Headers headers, byte[] body) {
    answer(what, subject, headers, body);
  }

  /// @return headers by which a second try to store a message is recognised for a while
  static Headers onlyOnce(String id) {
    return new Headers().put(MESSAGE_ID, id);
  }

  private JsonObject answer(String what, String subject, @Nullable Headers headers, byte[] body) {
    byte[] data = link.session().request(what, subject, headers, body).getData();
    try {
      JsonObject answer = Json.parse(data);
      if (answer.has("error")) {
        JsonObject error = answer.object("error");
        throw ApiRefusal.of(
            what, error.int32("err_code", 0, Integer.MAX_VALUE), error.text("description"));
      }
      return answer;
    } catch (MalformedJson e) {
      throw new StoreUnavailable("NATS, " + what + ": not an answer of JetStream", e);
    }
  }
}
