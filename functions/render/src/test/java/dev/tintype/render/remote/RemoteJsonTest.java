package dev.tintype.render.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tintype.core.CpuTime;
import dev.tintype.core.Fit;
import dev.tintype.core.Focus;
import dev.tintype.core.Gravity;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Manifest.OriginalInfo;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.Watermark;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.Reuse.Placeholder;
import dev.tintype.core.port.Reuse.Source;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.Step;
import dev.tintype.render.Seeds;
import dev.tintype.render.plan.Arbitrary;
import dev.tintype.render.remote.RenderOrder.Upload;
import dev.tintype.render.results.ReportedPlaceholder;
import dev.tintype.render.sandbox.JailMode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteJsonTest {

  private static final ReportedPlaceholder PLACEHOLDER =
      new ReportedPlaceholder("1QcSHQRnh493V4dIh4eXh1h4kJUI", "#335577");

  private static final SandboxFacts FACTS =
      new SandboxFacts(
          JailMode.PREFER, true, false, 0, 1536L << 20, true, List.of("no_new_privs", "seccomp"));

  @Test
  void aDescriptionNamesWhatHoldsAndWhatIsMissing() {
    assertThat(new RenderAnswer.Described(FACTS).json())
        .isEqualTo(
            """
            {"outcome":"described","sandbox":"prefer","noNewPrivileges":true,"seccomp":false,\
            "landlock":0,"memoryCap":1610612736,"cleanEnvironment":true,\
            "missing":["no_new_privs","seccomp"]}\
            """);
  }

  @Test
  void onlyTheWholeOrderToDescribeIsOne() {
    assertThat(new String(DescribeOrder.json(), StandardCharsets.UTF_8))
        .isEqualTo("{\"describe\":true}");
    assertThat(DescribeOrder.isIn(DescribeOrder.json())).isTrue();
    assertThat(DescribeOrder.isIn("{\"describe\":false}".getBytes(StandardCharsets.UTF_8)))
        .isFalse();
    assertThat(DescribeOrder.isIn("{\"v\":1}".getBytes(StandardCharsets.UTF_8))).isFalse();
    for (String text : List.of("{\"describe\":1}", "{\"describe\":true,\"v\":1}", "[]", "")) {
      assertThatExceptionOfType(MalformedJson.class)
          .isThrownBy(() -> DescribeOrder.isIn(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void aDescriptionOfTooManyNamesIsMalformed() {
    SandboxFacts wordy =
        new SandboxFacts(JailMode.PREFER, true, true, 0, 0, true, Collections.nCopies(17, "x"));
    SandboxFacts longName =
        new SandboxFacts(JailMode.PREFER, true, true, 0, 0, true, List.of("x".repeat(65)));
    for (SandboxFacts facts : List.of(wordy, longName)) {
      byte[] json = new RenderAnswer.Described(facts).json().getBytes(StandardCharsets.UTF_8);
      assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> RenderAnswer.read(json));
    }
  }

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

  /// A function that does not know the field makes everything, so the version stays.
  @Test
  void anOrderMaySayWhatNeedNotBeMade() {
    RenderOrder plain = order(Recipes.DEFAULT, Optional.empty());
    for (Optional<Placeholder> placeholder :
        List.of(
            Optional.<Placeholder>empty(),
            Optional.of(new Placeholder("1QcSHQRnh493V4dIh4eXh1h4kJUI", "#335577")))) {
      Reuse reuse =
          new Reuse(
              new OriginalInfo("gif", 40, 30, true, false, 7),
              Map.of(
                  "640.webp",
                  new Source("image/version/640.webp", 1L << 33, Sha256.of("bytes")),
                  "card.png",
                  new Source("image/version/card.png", 0, Sha256.of(""))),
              placeholder);
      RenderOrder order =
          new RenderOrder(
              plain.job(),
              plain.original(),
              Optional.empty(),
              plain.upload(),
              plain.deadline(),
              Optional.of(reuse));
      assertThat(Json.parse(order.json()).int32("v", 0, 9)).isEqualTo(1);
      assertThat(RenderOrder.read(order.json())).isEqualTo(order);
    }
  }

  @Test
  void anOrderWithAFocalPointHasAVersionOfItsOwn() {
    Recipe avatars =
        new Recipe(
            "avatars",
            List.of(new Size(new SizeName("avatar"), 64, 64, new Fit.Cover(false, Gravity.CENTRE))),
            Recipes.DEFAULT.formats(),
            "#ffffff",
            /* animation= */ false);
    RenderOrder focused = order(avatars, Optional.of(new Focus(0, 10_000)));
    assertThat(Json.parse(focused.json()).int32("v", 0, 9)).isEqualTo(2);
    assertThat(RenderOrder.read(focused.json())).isEqualTo(focused);
    for (RenderOrder plain :
        List.of(
            order(avatars, Optional.empty()),
            order(Recipes.DEFAULT, Optional.of(new Focus(0, 10_000))))) {
      JsonObject json = Json.parse(plain.json());
      assertThat(json.int32("v", 0, 9)).isEqualTo(1);
      assertThat(json.has("focus")).isFalse();
      assertThat(RenderOrder.read(plain.json()).job().version()).isEqualTo(plain.job().version());
    }
  }

  /// A function that knows no watermarks must not render without it.
  @Test
  void anOrderWithAWatermarkHasAVersionOfItsOwn() {
    Size size =
        new Size(new SizeName("box"), 64, 64, new Fit.Inside(false), false, Optional.empty(), true);
    Watermark watermark = new Watermark(Sha256.of("logo"), Gravity.NORTH, 3, 20, 50);
    RenderOrder plain = order(Recipes.DEFAULT, Optional.empty());
    ImageJob job =
        ImageJob.of(
            plain.job().imageId(),
            plain.job().original(),
            new Recipe(
                "marked",
                List.of(size),
                Recipes.DEFAULT.formats(),
                "#ffffff",
                /* animation= */ false,
                Optional.of(watermark)),
            RenderRevision.CURRENT,
            Instant.EPOCH);
    URI url = URI.create("https://bucket.example/watermarks/x?X-Amz-Signature=1");
    RenderOrder order =
        new RenderOrder(
            job,
            plain.original(),
            Optional.of(url),
            plain.upload(),
            plain.deadline(),
            Optional.empty());
    assertThat(Json.parse(order.json()).int32("v", 0, 9)).isEqualTo(3);
    assertThat(RenderOrder.read(order.json())).isEqualTo(order);
    assertThat(Json.parse(plain.json()).has("watermarkUrl")).isFalse();
  }

  private static RenderOrder order(Recipe recipe, Optional<Focus> focus) {
    ImageJob job =
        ImageJob.of(
            new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
            new Original(Sha256.of("x"), 1, "application/octet-stream", focus),
            recipe,
            RenderRevision.CURRENT,
            Instant.EPOCH);
    return new RenderOrder(
        job,
        URI.create("https://bucket.example/originals/x?X-Amz-Signature=1"),
        new Upload(URI.create("https://bucket.example/"), Map.of("key", "staging/x")),
        Duration.ofSeconds(120));
  }

  @Test
  void everyAnswerIsReadBackEqual() {
    Arbitrary arbitrary = new Arbitrary(Seeds.random(19));
    for (RenderAnswer answer :
        List.of(
            new RenderAnswer.Rendered(arbitrary.header(), List.of(1L, 2L), PLACEHOLDER),
            new RenderAnswer.Rendered(
                arbitrary.header(),
                List.of(1L, 2L),
                PLACEHOLDER,
                Optional.of(new CpuTime(3, Map.of("320.avif", 4L)))),
            new RenderAnswer.Refused(arbitrary.header(), 2),
            new RenderAnswer.Rejected(Rejection.TRUNCATED, "cut"),
            new RenderAnswer.Died(Step.ENCODE, Rejection.DECODER_TIMEOUT, "late"),
            new RenderAnswer.Unavailable("full"),
            new RenderAnswer.Described(FACTS))) {
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
        "{\"outcome\":\"described\"}",
        "{\"outcome\":\"described\",\"sandbox\":\"loose\",\"noNewPrivileges\":true,\"seccomp\":true,"
            + "\"landlock\":0,\"memoryCap\":0,\"cleanEnvironment\":true,\"missing\":[]}",
      })
  void whatIsNoAnswerIsMalformed(String text) {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> RenderAnswer.read(text.getBytes(StandardCharsets.UTF_8)));
  }
}
