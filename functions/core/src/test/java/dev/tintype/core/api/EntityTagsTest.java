package dev.tintype.core.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntityTagsTest {

  private static final String TAG = "\"a,b\"";

  @ParameterizedTest
  @ValueSource(strings = {"*", " * ", "\"a,b\"", "\"x\",\"a,b\"", "\"x\" , \"a,b\" , \"y\""})
  void anAsteriskAloneOrTheTagItselfMatches(String header) {
    assertThat(new EntityTags(header).match(TAG)).isTrue();
    assertThat(new EntityTags(header).matchWeakly(TAG)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"x,*,y\"",
        "\"*\"",
        "W/\"*\"",
        "*, \"x\"",
        "a,b",
        "\"x\"",
        "\"a\",\"b\"",
        "\"a,b",
        "w/\"x\""
      })
  void anAsteriskInsideATagOrAListMatchesNothing(String header) {
    assertThat(new EntityTags(header).match(TAG)).isFalse();
    assertThat(new EntityTags(header).matchWeakly(TAG)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/\"a,b\"", "\"x\", W/\"a,b\""})
  void aWeakTagMatchesOnlyWeakly(String header) {
    assertThat(new EntityTags(header).match(TAG)).isFalse();
    assertThat(new EntityTags(header).matchWeakly(TAG)).isTrue();
  }
}
