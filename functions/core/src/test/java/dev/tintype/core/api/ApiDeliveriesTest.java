package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `/deliveries`, as clients see it.
final class ApiDeliveriesTest extends ApiCase {

  private List<JsonObject> listed(String query) {
    return json(call("GET", "/deliveries" + query, "")).objects("deliveries");
  }

  private ApiResponse redeliver(String id) {
    return call("POST", "/deliveries/" + id + "/redeliver", "");
  }

  @Test
  void aNotificationWaitsIsRefusedIsSentAndLeavesTheOutbox() throws Exception {
    String image = ready();
    JsonObject waiting = listed("").getFirst();
    String id = waiting.text("id");
    assertThat(waiting.text("type")).isEqualTo("image.ready");
    assertThat(waiting.text("imageId")).isEqualTo(image);
    assertThat(waiting.text("version")).isEqualTo(platform.firstJob(image).version().value());
    assertThat(waiting.text("state")).isEqualTo("waiting");
    assertThat(waiting.int32("attempts", 0, 9)).isZero();
    assertThat(listed("?state=waiting")).hasSize(1);
    assertThat(listed("?state=refused")).isEmpty();
    platform.refuse("the receiver answered 500");
    assertThat(listed("?state=waiting")).isEmpty();
    JsonObject refused = listed("?state=refused").getFirst();
    assertThat(refused.int32("attempts", 0, 9)).isEqualTo(1);
    assertThat(refused.text("refusal")).isEqualTo("the receiver answered 500");
    assertThat(refused.instant("nextAt")).isEqualTo(platform.now().plusSeconds(10));
    assertThat(platform.notified()).isEmpty();
    ApiResponse again = redeliver(id);
    assertThat(again.status()).isEqualTo(202);
    assertThat(json(again).instant("nextAt")).isEqualTo(platform.now());
    assertThat(platform.notified()).containsExactly(id);
    assertThat(listed("")).isEmpty();
    assertThat(listed("?image=" + image).getFirst().text("state")).isEqualTo("told");
  }

  @Test
  void aNotificationThatWasAcceptedIsSentAgainWithItsId() throws Exception {
    String image = ready();
    String id = listed("").getFirst().text("id");
    platform.notified();
    assertThat(redeliver(id).status()).isEqualTo(202);
    assertThat(listed("").getFirst().text("state")).isEqualTo("waiting");
    assertThat(redeliver(id).status()).isEqualTo(202);
    assertThat(platform.notified()).containsExactly(id, id);
    assertThat(listed("?image=" + image + "&state=told")).hasSize(1);
    assertThat(listed("?image=" + image + "&state=refused")).isEmpty();
  }

  @Test
  void anErasureIsToldAgainButNothingElseOfTheImage() throws Exception {
    String image = ready();
    String ready = listed("").getFirst().text("id");
    call("DELETE", "/images/" + image, "");
    platform.work();
    JsonObject erased = listed("?image=" + image).getFirst();
    assertThat(erased.text("type")).isEqualTo("image.erased");
    assertThat(erased.optionalText("version")).isEmpty();
    List<String> before = platform.notified();
    assertThat(redeliver(erased.text("id")).status()).isEqualTo(202);
    assertThat(platform.notified()).hasSize(before.size() + 1).last().isEqualTo(erased.text("id"));
    assertProblem(redeliver(ready), 404, "not-found");
  }

  @Test
  void whatIsUnknownIsNotFound() {
    String image = start();
    String version = platform.firstJob(image).version().value();
    for (String id :
        List.of(
            "x",
            "out_" + image + "_erased",
            "out_" + image + "_" + version + "_1_ready",
            "out_01ARZ3NDEKTSV4RRFFQ69G5FAV_" + version + "_1_ready")) {
      assertProblem(redeliver(id), 404, "not-found");
    }
    assertThat(listed("")).isEmpty();
    assertThat(listed("?image=" + image)).isEmpty();
    assertProblem(
        call("GET", "/deliveries?image=01ARZ3NDEKTSV4RRFFQ69G5FAV", ""), 404, "not-found");
  }

  @Test
  void aPartOfTheListSaysThatThereIsMore() throws Exception {
    ready();
    ready();
    JsonObject part = json(call("GET", "/deliveries?limit=1", ""));
    assertThat(part.objects("deliveries")).hasSize(1);
    assertThat(part.bool("more")).isTrue();
    assertThat(json(call("GET", "/deliveries?limit=2", "")).bool("more")).isFalse();
  }

  @Test
  void invalidQueriesAreRefused() {
    for (String query : List.of("?state=lost", "?state=told", "?limit=0", "?limit=201")) {
      assertProblem(call("GET", "/deliveries" + query, ""), 400, "invalid-request");
    }
  }

  @Test
  void whenOthersAlwaysWriteFirstTheRequestCanBeRepeated() throws Exception {
    ready();
    String id = listed("").getFirst().text("id");
    api = platform.contendedApi();
    assertProblem(redeliver(id), 409, "concurrent-request");
  }

  @Test
  void withoutAReceiverNothingIsSentAgain() throws Exception {
    ready();
    String id = listed("").getFirst().text("id");
    assertThat(json(call("GET", "/deliveries", "")).bool("receiver")).isTrue();
    api = platform.apiWithoutReceiver();
    assertThat(json(call("GET", "/deliveries", "")).bool("receiver")).isFalse();
    assertProblem(redeliver(id), 409, "no-receiver");
  }
}
