package dev.tintype.aws.host;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void aMissingSettingIsNamed() {
    Settings settings = new Settings(Map.of("TINTYPE_ORIGINALS", "file:x"));
    assertThatThrownBy(settings::jobs).hasMessageContaining("TINTYPE_JOBS");
    assertThatThrownBy(settings::originals).hasMessageContaining("s3://");
  }
}
