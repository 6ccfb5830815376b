package dev.tintype.cli.client;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.receipt.ReceiptKeys;
import java.net.http.HttpResponse;

/// Asks a server for receipts of erasures and for the keys that verify them. Every request can be
/// repeated. Safe for use by many threads.
public final class Receipts {

  private final ImagesClient client;

  /// @param client sends the requests
  public Receipts(ImagesClient client) {
    this.client = client;
  }

  /// The answer to a request for a receipt.
  public sealed interface Answer {
    /// There is one.
    ///
    /// @param json the receipt, as the server keeps it
    record Found(String json) implements Answer {}

    /// There is none, or not yet.
    ///
    /// @param refusal the reason
    record Refused(Refusal refusal) implements Answer {}
  }

  /// @param id a valid id
  /// @throws ServerUnreachable when there is no answer
  public Answer find(String id) throws InterruptedException {
    HttpResponse<String> response = client.ask("GET", "/images/" + id + "/receipt", "");
    return response.statusCode() == 200
        ? new Answer.Found(response.body())
        : new Answer.Refused(Refusal.of(response.statusCode(), response.body()));
  }

  /// @return the public keys of the server's installation
  /// @throws ServerUnreachable when there is no answer
  /// @throws WorkClient.UnexpectedAnswer when the server refuses, or answers no keys
  public ReceiptKeys keys() throws InterruptedException {
    HttpResponse<String> response = WorkClient.answered(client.ask("GET", "/receipt-key", ""));
    try {
      return ReceiptKeys.read(Json.parse(response.body()));
    } catch (MalformedJson e) {
      throw new WorkClient.UnexpectedAnswer("The server answers no keys: " + e.getMessage());
    }
  }
}
