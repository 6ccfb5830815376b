package dev.tintype.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Metadata.Entry;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetadataTest {

  private static Metadata of(String key, String value) {
    return Metadata.NONE.with(Map.of(key, Optional.of(value)));
  }

  private static Metadata keys(int count) {
    TreeMap<String, String> entries = new TreeMap<>();
    IntStream.range(0, count).forEach(i -> entries.put("k" + i, ""));
    return new Metadata(entries);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "album", "a-1_b", "abcdefghijklmnopqrstuvwxyz0123456789_-ab"})
  void aKeyBeginsWithALetterAndHasAtMostFortyCharacters(String key) {
    assertThat(of(key, "x").has(new Entry(key, "x"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "1a",
        "-a",
        "a b",
        "ä",
        "a:b",
        "abcdefghijklmnopqrstuvwxyz0123456789_-abc"
      })
  void anyOtherKeyIsRefused(String key) {
    assertThatThrownBy(() -> of(key, "x"))
        .isInstanceOf(Metadata.Invalid.class)
        .hasMessageContaining("a key of metadata must be");
  }

  @Test
  void aValueHasAtMost256CharactersHoweverManyBytes() {
    String most = "\uD83D\uDE00".repeat(256);
    assertThat(of("a", most).list()).containsExactly(new Entry("a", most));
    assertThat(of("a", "").list()).containsExactly(new Entry("a", ""));
    for (String wrong : new String[] {"x".repeat(257), most + "x", "a\nb", "a\0"}) {
      assertThatThrownBy(() -> of("a", wrong)).isInstanceOf(Metadata.Invalid.class);
    }
  }

  @Test
  void thereAreAtMostSixteenKeysAndFourKilobytes() {
    assertThat(keys(16).entries()).hasSize(16);
    assertThatThrownBy(() -> keys(17))
        .isInstanceOf(Metadata.Invalid.class)
        .hasMessageContaining("at most 16 keys, not 17");
    TreeMap<String, String> large = new TreeMap<>();
    IntStream.range(0, 4).forEach(i -> large.put("k" + i, "\uD83D\uDE00".repeat(252)));
    int bytes = Json.bytes(new Metadata(large).json()).length;
    int left = Metadata.MOST_BYTES - bytes - ",\"l\":\"\"".length();
    large.put("l", "x".repeat(left));
    assertThat(Json.bytes(new Metadata(large).json())).hasSize(4_096);
    large.put("l", "x".repeat(left + 1));
    assertThatThrownBy(() -> new Metadata(large))
        .isInstanceOf(Metadata.Invalid.class)
        .hasMessageContaining("at most 4096 bytes as JSON, not 4097");
  }

  @Test
  void aChangeSetsAndRemovesKeysAndLeavesTheOthersAlone() {
    Metadata before = of("a", "1").with(Map.of("b", Optional.of("2")));
    Metadata after =
        before.with(Map.of("b", Optional.empty(), "c", Optional.of("3"), "none", Optional.empty()));
    assertThat(after.entries()).isEqualTo(Map.of("a", "1", "c", "3"));
    assertThat(before.entries()).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(after.has(new Entry("a", "2"))).isFalse();
    assertThat(after.has(new Entry("b", "2"))).isFalse();
    assertThat(keys(16).with(Map.of("k3", Optional.empty(), "z", Optional.of(""))).entries())
        .hasSize(16);
  }

  @Test
  void itIsAFieldOfAnObject() {
    assertThat(Metadata.in(Json.parse("{}"))).isEqualTo(Metadata.NONE);
    Metadata read = Metadata.in(Json.parse("{\"metadata\":{\"b\":\"2\",\"a\":\"é\"}}"));
    var json = Json.object();
    read.putInto(json);
    assertThat(Json.write(json)).isEqualTo("{\"metadata\":{\"a\":\"é\",\"b\":\"2\"}}");
    var empty = Json.object();
    Metadata.NONE.putInto(empty);
    assertThat(empty.isEmpty()).isTrue();
    for (String wrong : new String[] {"[]", "\"a\"", "{\"a\":1}", "{\"a\":null}"}) {
      assertThatThrownBy(() -> Metadata.in(Json.parse("{\"metadata\":" + wrong + "}")))
          .isInstanceOf(MalformedJson.class);
    }
  }
}
