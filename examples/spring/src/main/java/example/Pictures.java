package example;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootApplication
@RestController
class Pictures {
  private static final String TINTYPE = System.getenv("TINTYPE_URL");
  private static final byte[] SECRET =
      Base64.getDecoder().decode(System.getenv("TINTYPE_WEBHOOK_SECRET").replace("whsec_", ""));

  private final RestClient tintype =
      RestClient.builder()
          .baseUrl(TINTYPE)
          .defaultHeader("authorization", "Bearer " + System.getenv("TINTYPE_TOKEN"))
          .build();
  private final Map<String, String> pictures = new ConcurrentHashMap<>(); // a real site has a database

  static void main(String[] arguments) {
    SpringApplication.run(Pictures.class, arguments);
  }

  @GetMapping(path = "/", produces = "text/html")
  String form() throws Exception {
    return Files.readString(Path.of("../page.html")).replace("{{tintype}}", TINTYPE);
  }

  @PostMapping("/api/images") // a real site checks here who asks
  ResponseEntity<byte[]> start(
      @RequestBody byte[] wish, @RequestHeader("idempotency-key") Optional<String> key) {
    return answer(
        tintype
            .post()
            .uri("/images")
            .contentType(MediaType.APPLICATION_JSON)
            .header("idempotency-key", key.orElse(UUID.randomUUID().toString()))
            .body(wish));
  }

  @PostMapping("/api/images/{id}/versions/{version}/uploaded")
  ResponseEntity<byte[]> uploaded(@PathVariable String id, @PathVariable String version) {
    return answer(tintype.post().uri("/images/{id}/versions/{version}/uploaded", id, version));
  }

  private static ResponseEntity<byte[]> answer(RestClient.RequestHeadersSpec<?> request) {
    return request.exchange((_, answer) ->
        ResponseEntity.status(answer.getStatusCode())
            .contentType(answer.getHeaders().getContentType())
            .body(answer.getBody().readAllBytes()));
  }

  @PostMapping("/webhook")
  ResponseEntity<Void> told(
      @RequestBody byte[] body,
      @RequestHeader("webhook-id") String id,
      @RequestHeader("webhook-timestamp") long at,
      @RequestHeader("webhook-signature") String signatures)
      throws Exception {
    if (!isSigned(body, id, at, signatures)) {
      return ResponseEntity.status(401).build();
    }
    JsonNode event = JsonMapper.shared().readTree(body);
    String image = event.get("data").get("imageId").asString();
    if (event.get("type").asString().equals("image.failed")) {
      pictures.put(image, event.get("data").get("message").asString());
    } else if (event.get("type").asString().equals("image.ready")) {
      String markup = "/images/" + image + "/markup?alt=A+picture&sizes=50vw";
      pictures.put(
          image, tintype.get().uri(markup).retrieve().body(JsonNode.class).get("html").asString());
    }
    return ResponseEntity.noContent().build();
  }

  /// https://www.standardwebhooks.com
  private static boolean isSigned(byte[] body, String id, long at, String signatures)
      throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
    mac.update((id + "." + at + ".").getBytes());
    String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    return Math.abs(Instant.now().getEpochSecond() - at) < 300
        && Arrays.stream(signatures.split(" "))
            .anyMatch(one -> MessageDigest.isEqual(one.getBytes(), expected.getBytes()));
  }

  @GetMapping(path = "/pictures/{id}", produces = "text/html")
  String picture(@PathVariable String id) {
    return pictures.getOrDefault(
        id, "<meta http-equiv=\"refresh\" content=\"1\">The picture is being made.");
  }
}
