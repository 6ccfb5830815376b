package dev.tintype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.Ran;
import dev.tintype.cli.harness.ServeProcess;
import dev.tintype.core.ImageId;
import dev.tintype.core.json.Json;
import dev.tintype.core.receipt.ErasedImage;
import dev.tintype.core.receipt.LastCheck;
import dev.tintype.core.receipt.ReceiptIssuer;
import dev.tintype.core.receipt.ReceiptKey;
import dev.tintype.core.receipt.ReceiptKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tintype receipt` and `tintype images receipt` as processes.
class ReceiptCommandTest {

  private static final Instant AT = Instant.parse("2026-11-30T10:00:00Z");

  @TempDir private Path folder;

  private Path receipt(String name, ReceiptKey key) throws Exception {
    ErasedImage image =
        new ErasedImage(
            new ImageId("01JD3Q8Z4N5V6W7X8Y9ZABCDEF"),
            List.of(),
            List.of("0123456789abcdef"),
            23,
            AT,
            AT,
            new LastCheck(AT, "https://f.example", Map.of(404, 23)));
    return Files.writeString(
        folder.resolve(name), new ReceiptIssuer("https://images.example", key).issue(image));
  }

  @Test
  void receiptsAreVerifiedWithoutAServer() throws Exception {
    Path pem = folder.resolve("key.pem");
    Ran made = Ran.command(Map.of(), "", "receipt", "key", "--new", pem.toString());
    assertThat(made.status()).as(made.err()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pem)))
        .isEqualTo("rw-------");
    ReceiptKey key = ReceiptKey.parse(Files.readString(pem));
    Path keys = Files.writeString(folder.resolve("keys.json"), made.out());
    Path good = receipt("good.json", key);
    Path forged = folder.resolve("forged.json");
    Files.writeString(
        forged, Files.readString(good).replace("\"objectsDeleted\":23", "\"objectsDeleted\":24"));
    Path foreign = receipt("foreign.json", ReceiptKey.fresh(new SecureRandom()));

    Ran valid =
        Ran.command(Map.of(), "", "receipt", "verify", good.toString(), "--key", keys.toString());
    assertThat(valid.status()).as(valid.err()).isZero();
    assertThat(valid.out()).contains("good.json  valid");

    Ran some =
        Ran.command(
            Map.of(),
            "",
            "receipt",
            "verify",
            good.toString(),
            forged.toString(),
            foreign.toString(),
            folder.resolve("none").toString(),
            "--key",
            keys.toString());
    assertThat(some.status()).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(some.out().lines())
        .hasSize(4)
        .anyMatch(line -> line.contains("good.json  valid"))
        .anyMatch(line -> line.contains("forged.json  NOT VALID: the field 'objectsDeleted'"))
        .anyMatch(line -> line.contains("foreign.json  NOT VALID: no key with the ID"))
        .anyMatch(line -> line.contains("none  NOT VALID: it cannot be read"));
    assertThat(Ran.command(Map.of(), "", "receipt", "key", "--new", pem.toString()).status())
        .as("no file is overwritten")
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aServerAnswersItsKeysAndWhatAReceiptWaitsFor() throws Exception {
    Path data = folder.resolve("data");
    ReceiptKeys before;
    try (ServeProcess server = ServeProcess.start(data, Map.of("TINTYPE_WORKERS", "0"))) {
      Map<String, String> environment =
          Map.of("TINTYPE_URL", server.client().url().toString(), "TINTYPE_TOKEN", server.token());
      Ran keys = Ran.command(environment, "", "receipt", "key");
      before = ReceiptKeys.read(Json.parse(keys.out()));
      assertThat(before.all()).hasSize(1);
      ReceiptKey own = ReceiptKey.parse(Files.readString(data.resolve("receipts/key.pem")));
      Path good = receipt("good.json", own);
      assertThat(Ran.command(environment, "", "receipt", "verify", good.toString()).status())
          .isZero();
      String id =
          server.client().start(Photos.jpeg(30, 20, 1), "image/jpeg").json().path("id").asText();
      server.client().call("DELETE", "/images/" + id, "");
      Path out = folder.resolve("receipt.json");
      Ran pending = Ran.command(environment, "", "images", "receipt", id, "--out", out.toString());
      assertThat(pending.status()).isEqualTo(ExitCode.SOME_REFUSED);
      assertThat(pending.err()).contains("The erasure waits");
      assertThat(out).doesNotExist();
    }
    Ran rotated =
        Ran.command(Map.of(), "", "receipt", "key", "--rotate", "--data", data.toString());
    assertThat(rotated.status()).as(rotated.err()).isZero();
    assertThat(ReceiptKeys.read(Json.parse(rotated.out())).all())
        .hasSize(2)
        .containsAll(before.all());
  }
}
