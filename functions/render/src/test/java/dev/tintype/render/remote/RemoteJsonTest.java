package dev.tintype.render.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Recipes;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.state.Step;
import dev.tintype.render.Seeds;
import dev.tintype.render.plan.Arbitrary;
import dev.tintype.render.remote.RenderOrder.Upload;
import dev.tintype.render.results.ReportedPlaceholder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteJsonTest {

  private static final ReportedPlaceholder PLACEHOLDER =
      new ReportedPlaceholder("1QcSHQRnh493V4dIh4eXh1h4kJUI", "#335577");

  @Test
  void anOrderIsReadBackEqualButForItsTimes() {
    ImageJob job =
        ImageJob.of(
            new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
            new Original(Sha256.of("x"), 1, "application/octet-stream"),
            Recipes.DEFAULT,
            RenderRevision.CURRENT,
            Instant.EPOCH);
    RenderOrder order =
        new RenderOrder(
            job,
            URI.create("https://bucket.example/originals/x?X-Amz-Signature=1"),
            new Upload(URI.create("https://bucket.example/"), Map.of("key", "staging/x")),
            Duration.ofSeconds(120));
    assertThat(RenderOrder.read(order.json())).isEqualTo(order);
  }

  @Test
  void everyAnswerIsReadBackEqual() {
    Arbitrary arbitrary = new Arbitrary(Seeds.random(19));
    for (RenderAnswer answer :
        List.of(
            new RenderAnswer.Rendered(arbitrary.header(), List.of(1L, 2L), PLACEHOLDER),
            new RenderAnswer.Refused(arbitrary.header(), 2),
            new RenderAnswer.Rejected(Rejection.TRUNCATED, "cut"),
            new RenderAnswer.Died(Step.ENCODE, Rejection.DECODER_TIMEOUT, "late"),
            new RenderAnswer.Unavailable("full"))) {
      byte[] json = answer.json().getBytes(StandardCharsets.UTF_8);
      assertThat(json).hasSizeLessThan(RenderAnswer.LONGEST_BYTES);
      assertThat(RenderAnswer.read(json)).isEqualTo(answer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"outcome\":\"published\"}",
        "{\"outcome\":\"rejected\",\"reason\":\"checksum_mismatch\",\"detail\":\"x\"}",
        "{\"outcome\":\"rejected\",\"reason\":\"unheard_of\",\"detail\":\"x\"}",
        "{\"outcome\":\"died\",\"step\":\"decode\",\"reason\":\"corrupt\",\"detail\":\"x\"}",
        "{\"outcome\":\"died\",\"step\":\"publish\",\"reason\":\"decoder_crashed\",\"detail\":\"x\"}",
        "{\"outcome\":\"rendered\",\"header\":{},\"lengths\":[1]}",
        "{\"outcome\":\"unavailable\"}",
      })
  void whatIsNoAnswerIsMalformed(String text) {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> RenderAnswer.read(text.getBytes(StandardCharsets.UTF_8)));
  }
}
