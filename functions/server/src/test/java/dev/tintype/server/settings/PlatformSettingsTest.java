package dev.tintype.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.provider.Addresses;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformSettingsTest {

  @Test
  void everythingIsInTheDataFolderUnlessSet() {
    PlatformSettings settings = PlatformSettings.of(Map.of());
    assertThat(settings.data()).isEmpty();
    assertThat(settings.addresses()).isEqualTo(Addresses.DATA_FOLDER);
  }

  @Test
  void filesOfAFolderMakeItTheDataFolder() {
    PlatformSettings settings =
        PlatformSettings.of(
            Map.of("TINTYPE_STORAGE", "file:/srv/images", "TINTYPE_JOBS", "sqlite:"));
    assertThat(settings.data()).contains(Path.of("/srv/images"));
    assertThat(settings.addresses()).isEqualTo(Addresses.DATA_FOLDER);
  }

  @Test
  void jobsAndQueueMayHaveFilesOfTheirOwn() {
    PlatformSettings settings =
        PlatformSettings.of(
            Map.of("TINTYPE_JOBS", "sqlite:/srv/jobs.db", "TINTYPE_QUEUE", "sqlite:/srv/queue.db"));
    assertThat(settings.addresses())
        .isEqualTo(new Addresses("file:", "sqlite:/srv/jobs.db", "sqlite:/srv/queue.db"));
  }

  @ParameterizedTest
  @CsvSource({
    "TINTYPE_STORAGE, file:, file:DIR",
    "TINTYPE_STORAGE, tape:/dev/st0, file:DIR",
    "TINTYPE_STORAGE, /srv/images, file:DIR",
    "TINTYPE_JOBS, dynamodb://x, sqlite:FILE",
    "TINTYPE_QUEUE, kafka://x, sqlite:FILE",
  })
  void anUnknownSchemeIsRefusedWithTheKnownOnes(String name, String value, String known) {
    assertThatThrownBy(() -> PlatformSettings.of(Map.of(name, value)))
        .isInstanceOf(Settings.InvalidSetting.class)
        .hasMessageStartingWith(name + " is ")
        .hasMessageContaining(known)
        .hasMessageEndingWith(", not '" + value + "'.");
  }
}
