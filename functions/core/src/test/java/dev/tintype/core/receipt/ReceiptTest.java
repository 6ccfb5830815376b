package dev.tintype.core.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.ImageId;
import dev.tintype.core.json.CanonicalJson;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.receipt.Receipt.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is signed stays as it is, and whoever changes it is found out.
final class ReceiptTest {

  private static final Instant AT = Instant.parse("2026-11-30T10:00:00Z");

  private final ReceiptKey key = ReceiptKey.fresh(new SecureRandom());
  private final ReceiptKeys keys = new ReceiptKeys(List.of(key.publicKey()));

  private String issued() {
    return new ReceiptIssuer("https://images.example", key)
        .issue(
            new ErasedImage(
                new ImageId("01JD3Q8Z4N5V6W7X8Y9ZABCDEF"),
                List.of("ab".repeat(32)),
                List.of("0123456789abcdef"),
                23,
                AT,
                AT.plusSeconds(5),
                new LastCheck(AT.plusSeconds(400), "https://f.example/", Map.of(404, 20, 410, 3))));
  }

  private static Verdict verify(String json, ReceiptKeys keys) {
    return Receipt.read(json.getBytes(StandardCharsets.UTF_8)).verify(keys);
  }

  private List<String> reasons(ObjectNode json) {
    return verify(Json.write(json), keys) instanceof Verdict.Invalid(List<String> reasons)
        ? reasons
        : List.of();
  }

  @Test
  void aReceiptIsCanonicalAndSaysWhatWasErased() {
    String text = issued();
    JsonObject json = Json.parse(text);
    assertThat(text).isEqualTo(CanonicalJson.of(json.node()));
    assertThat(verify(text, keys)).isEqualTo(new Verdict.Valid(key.publicKey().id()));
    assertThat(json.text("imageId")).isEqualTo("01JD3Q8Z4N5V6W7X8Y9ZABCDEF");
    assertThat(json.integer("objectsDeleted", 0, 99)).isEqualTo(23);
    assertThat(json.object("lastCheck").integer("urls", 0, 99)).isEqualTo(23);
    assertThat(json.object("lastCheck").object("statuses").node().toString())
        .isEqualTo("{\"404\":20,\"410\":3}");
    assertThat(json.has("name")).isFalse();
  }

  @Test
  void whitespaceAndOrderDoNotMatter() {
    ObjectNode turned = Json.object();
    ObjectNode json = Json.parse(issued()).node();
    List.copyOf(json.properties()).reversed().forEach(f -> turned.set(f.getKey(), f.getValue()));
    assertThat(verify(Json.indented(turned), keys)).isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void everyFieldThatIsChangedIsNamed() {
    ObjectNode json = Json.parse(issued()).node();
    List<String> names = json.properties().stream().map(Map.Entry::getKey).toList();
    assertThat(names).hasSize(13);
    for (String name : names) {
      ObjectNode changed = json.deepCopy();
      switch (changed.get(name)) {
        case ObjectNode object -> object.put("more", 1);
        case ArrayNode array -> array.add("more");
        case com.fasterxml.jackson.databind.node.NumericNode number ->
            changed.put(name, number.longValue() + 1);
        default -> changed.put(name, "A" + changed.get(name).textValue().substring(1) + "x");
      }
      List<String> reasons = reasons(changed);
      assertThat(reasons).as(name).isNotEmpty();
      switch (name) {
        case "signed", "signature" ->
            assertThat(reasons.getFirst()).as(name).startsWith("the signature is not that");
        case "keyId" -> assertThat(reasons.getFirst()).startsWith("no key with the ID");
        default -> assertThat(reasons).containsExactly("the field '" + name + "' was changed");
      }
    }
  }

  @Test
  void aFieldThatIsMissingOrAddedIsNamed() {
    ObjectNode json = Json.parse(issued()).node();
    assertThat(reasons(json.deepCopy().put("name", "harbour.jpg")))
        .containsExactly("the field 'name' was added");
    ObjectNode without = json.deepCopy();
    without.remove("askedAt");
    assertThat(reasons(without)).containsExactly("the field 'askedAt' is missing");
  }

  @Test
  void aForgerWhoAlsoChangesTheDigestIsFoundOut() {
    ObjectNode json = Json.parse(issued()).node();
    json.put("objectsDeleted", 1);
    json.withObject("/signed").put("objectsDeleted", Receipt.digest(json.get("objectsDeleted")));
    assertThat(reasons(json)).hasSize(1).first().asString().startsWith("the signature is not that");
  }

  @Test
  void anotherKeyVerifiesNothing() {
    ReceiptKeys others = new ReceiptKeys(List.of(ReceiptKey.fresh(new SecureRandom()).publicKey()));
    assertThat(verify(issued(), others)).isInstanceOf(Verdict.Invalid.class);
    assertThat(verify(issued(), ReceiptKeys.NONE)).isInstanceOf(Verdict.Invalid.class);
    assertThat(verify("{}", keys)).isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void oldKeysVerifyOldReceipts() {
    ReceiptKey next = ReceiptKey.fresh(new SecureRandom());
    ReceiptKeys both = new ReceiptKeys(List.of(next.publicKey(), key.publicKey()));
    assertThat(verify(issued(), both)).isInstanceOf(Verdict.Valid.class);
    assertThat(ReceiptKeys.read(Json.parse(Json.write(both.json())))).isEqualTo(both);
  }

  /// The key pair of RFC 8032, section 7.1, test 1 (https://www.rfc-editor.org/rfc/rfc8032).
  @Test
  void aPrivateKeyInPemHasThePublicKeyOfTheStandard() {
    String seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    byte[] der = java.util.HexFormat.of().parseHex("302e020100300506032b657004220420" + seed);
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + java.util.Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END PRIVATE KEY-----\n";
    ReceiptKey read = ReceiptKey.parse(pem);
    byte[] spki = java.util.Base64.getDecoder().decode(read.publicKey().base64());
    assertThat(java.util.HexFormat.of().formatHex(spki))
        .endsWith("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    assertThat(ReceiptKey.parse(read.pem()).publicKey()).isEqualTo(read.publicKey());
  }

  @Test
  void whatIsNoKeyIsRefused() {
    for (String text :
        List.of("", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")) {
      assertThatThrownBy(() -> ReceiptKey.parse(text)).isInstanceOf(InvalidReceiptKey.class);
      assertThatThrownBy(() -> new PublicReceiptKey(text)).isInstanceOf(InvalidReceiptKey.class);
    }
    assertThatThrownBy(() -> ReceiptKeys.read(Json.parse("{\"keys\":[{\"publicKey\":\"AAAA\"}]}")))
        .isInstanceOf(MalformedJson.class);
  }
}
