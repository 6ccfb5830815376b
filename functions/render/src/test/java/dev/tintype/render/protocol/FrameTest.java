package dev.tintype.render.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.render.Seeds;
import dev.tintype.render.plan.Arbitrary;
import dev.tintype.render.plan.Header;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameTest {

  private static final int MAGIC = 0x54545931;

  @ParameterizedTest
  @EnumSource
  void aWrittenFrameIsReadBack(Frame.Type type) throws IOException {
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    Frame.of(type, Json.object().put("text", "ä\"\n✓")).write(pipe);
    Frame.of(Frame.Type.GO, Json.object()).write(pipe);
    ByteArrayInputStream in = new ByteArrayInputStream(pipe.toByteArray());
    Frame first = Frame.read(in).orElseThrow();
    assertThat(first.type()).isEqualTo(type);
    assertThat(first.body().text("text")).isEqualTo("ä\"\n✓");
    assertThat(Frame.read(in).orElseThrow().type()).isEqualTo(Frame.Type.GO);
    assertThat(Frame.read(in)).isEmpty();
  }

  @Test
  void theLargestFrameIsReadAndALargerFrameCannotBeWritten() throws IOException {
    ObjectNode largest = Json.object().put("t", "x".repeat(Frame.MAX_BYTES - 8));
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    Frame.of(Frame.Type.DONE, largest).write(pipe);
    assertThat(pipe.size()).isEqualTo(9 + Frame.MAX_BYTES);
    assertThat(Frame.read(new ByteArrayInputStream(pipe.toByteArray()))).isPresent();
    Frame larger = Frame.of(Frame.Type.DONE, largest.put("t", "x".repeat(Frame.MAX_BYTES - 7)));
    assertThatIllegalArgumentException().isThrownBy(() -> larger.write(pipe));
  }

  @Test
  void everyInvalidFrameIsRejected() {
    assertBad(bytes(MAGIC + 1, 1, 2, "{}"));
    assertBad(bytes(MAGIC, 0, 2, "{}"));
    assertBad(bytes(MAGIC, 12, 2, "{}"));
    assertBad(bytes(MAGIC, 255, 2, "{}"));
    assertBad(bytes(MAGIC, 1, -1, "{}"));
    assertBad(bytes(MAGIC, 1, Integer.MIN_VALUE, "{}"));
    assertBad(bytes(MAGIC, 1, Frame.MAX_BYTES + 1, "{}"));
    assertBad(bytes(MAGIC, 1, Integer.MAX_VALUE, "{}"));
    assertBad(bytes(MAGIC, 1, 3, "{}"));
    assertBad(bytes(MAGIC, 1, 0, ""));
    for (String json : new String[] {"[]", "1", "null", "{", "{}{}", "{} x", "\"a\"", "{'a':1}"}) {
      assertBad(bytes(MAGIC, 1, json.length(), json));
    }
  }

  @Test
  void aDeeplyNestedBodyIsRejectedWithoutAStackOverflow() {
    String deep = "{\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}";
    assertBad(bytes(MAGIC, 1, deep.length(), deep));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 8, 9, 10})
  void aStreamThatEndsInsideAFrameIsRejected(int length) {
    assertBad(Arrays.copyOf(bytes(MAGIC, 1, 2, "{}"), length));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void damagedFramesAreReadOrRejected(long seed) throws IOException {
    RandomGenerator random = Seeds.random(seed);
    Arbitrary any = new Arbitrary(random);
    for (int i = 0; i < 400; i++) {
      ByteArrayOutputStream pipe = new ByteArrayOutputStream();
      Frame.of(Frame.Type.HEADER, HeaderJson.write(any.header())).write(pipe);
      byte[] bytes = pipe.toByteArray();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      readOrRefuse(bytes);
    }
  }

  private static void readOrRefuse(byte[] bytes) throws IOException {
    try {
      Optional<Frame> frame = Frame.read(new ByteArrayInputStream(bytes));
      if (frame.isPresent()) {
        assertThat(HeaderJson.read(frame.get().body())).isNotNull();
      }
    } catch (BadFrame e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.tintype.render.Seeds#all")
  void aHeaderSurvivesARoundTrip(long seed) {
    Arbitrary any = new Arbitrary(Seeds.random(seed));
    for (int i = 0; i < 200; i++) {
      Header header = any.header();
      assertThat(HeaderJson.read(Frame.of(Frame.Type.HEADER, HeaderJson.write(header)).body()))
          .as("seed %d", seed)
          .isEqualTo(header);
    }
  }

  @Test
  void headersOutOfRangeAreRejected() {
    for (String change :
        new String[] {
          "format:\"bmp\"", "width:0", "width:-1", "width:1.5", "width:99999999999",
          "orientation:9", "frames:0", "bands:0", "bands:65", "bitsPerChannel:129",
          "alpha:\"yes\"", "bytes:-1", "width:\"7\"", "format:null"
        }) {
      String field = change.substring(0, change.indexOf(':'));
      ObjectNode json = HeaderJson.write(new Arbitrary(Seeds.random(1)).admissible());
      ObjectNode changed =
          Json.parse(
                  ("{\"" + field + "\"" + change.substring(field.length()) + "}").getBytes(UTF_8))
              .node();
      json.set(field, changed.get(field));
      assertThatExceptionOfType(BadFrame.class)
          .as(change)
          .isThrownBy(() -> HeaderJson.read(Frame.of(Frame.Type.HEADER, json).body()));
    }
  }

  private static void assertBad(byte[] bytes) {
    assertThatExceptionOfType(BadFrame.class)
        .isThrownBy(() -> Frame.read(new ByteArrayInputStream(bytes)));
  }

  private static byte[] bytes(int magic, int type, int length, String json) {
    byte[] body = json.getBytes(UTF_8);
    return ByteBuffer.allocate(9 + body.length)
        .putInt(magic)
        .put((byte) type)
        .putInt(length)
        .put(body)
        .array();
  }
}
