package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.flow.ApiPlatform;
import dev.tintype.core.receipt.ReceiptKeys;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// `GET /images/{id}/receipt` and `GET /receipt-key`, as clients see them.
final class ApiReceiptTest extends ApiCase {

  private ApiResponse receipt(String id) {
    return call("GET", "/images/" + id + "/receipt", "");
  }

  @Test
  void beforeTheEndTheAnswerSaysWhatTheReceiptWaitsFor() throws Exception {
    String id = ready();
    assertProblem(receipt("01JD3Q8Z4N5V6W7X8Y9ZABCDEF"), 404, "not-found");
    assertProblem(receipt(id), 404, "not-erased");
    call("DELETE", "/images/" + id, "");
    ApiResponse pending = receipt(id);
    assertProblem(pending, 404, "receipt-pending");
    assertThat(json(pending).text("detail")).contains("waits for the deletion of the files");
    assertThat(pending.headers()).containsEntry("retry-after", "60");
  }

  @Test
  void theReceiptIsAnsweredAsItWasWritten() throws Exception {
    String id = ready();
    call("DELETE", "/images/" + id, "");
    platform.finishErasures();
    ApiResponse written = receipt(id);
    assertThat(written.status()).as(written.body()).isEqualTo(200);
    assertThat(written.headers()).containsEntry("content-type", "application/json");
    assertThat(json(written).text("imageId")).isEqualTo(id);
    assertProblem(call("GET", "/images/" + id, ""), 410, "gone");
  }

  @Test
  void theKeysAreAnsweredToWhoMayReadOrErase() {
    for (Scope scope : Scope.values()) {
      ApiResponse answer =
          call(Optional.of(new Caller("me", Set.of(scope))), "GET", "/receipt-key", "");
      if (Set.of(Scope.READ, Scope.ERASE).contains(scope)) {
        assertThat(ReceiptKeys.read(json(answer))).isEqualTo(ApiPlatform.KEYS);
      } else {
        assertProblem(answer, 403, "forbidden");
      }
    }
  }
}
