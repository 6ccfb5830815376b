package dev.tintype.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.render.sandbox.JailMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @Test
  void anEmptyEnvironmentRequiresTheSandboxAndHasNoTerminal() {
    Settings settings = Settings.of(Map.of(), new Properties());
    assertThat(settings.sandbox()).isEqualTo(JailMode.REQUIRE);
    assertThat(settings.jobsPerRenderer()).isEqualTo(500);
    assertThat(settings.recipes()).isEmpty();
    assertThat(settings.columns()).isZero();
  }

  @Test
  void everySettingIsReadFromItsEnvironmentName() {
    Properties properties = new Properties();
    properties.setProperty("tintype.libvips", "lib");
    properties.setProperty("tintype.columns", "120");
    Settings settings =
        Settings.of(
            Map.of(
                "TINTYPE_SANDBOX",
                "prefer",
                "TINTYPE_RECIPES",
                "mine.json",
                "TINTYPE_JOBS_PER_RENDERER",
                "1"),
            properties);
    assertThat(settings.sandbox()).isEqualTo(JailMode.PREFER);
    assertThat(settings.jobsPerRenderer()).isEqualTo(1);
    assertThat(settings.recipes()).contains(Path.of("mine.json"));
    assertThat(settings.libvips()).contains(Path.of("lib"));
    assertThat(settings.columns()).isEqualTo(120);
  }

  @Test
  void whiteSpaceAroundOurValuesIsTakenAway() {
    Map<String, String> given =
        Map.of(
            "TINTYPE_STORAGE", "file:/srv/images\r", "TINTYPE_TOKEN", "tt_1\n", "OTHER", " kept ");
    assertThat(Settings.trimmed(given))
        .isEqualTo(
            Map.of(
                "TINTYPE_STORAGE", "file:/srv/images", "TINTYPE_TOKEN", "tt_1", "OTHER", " kept "));
    assertThat(PlatformSettings.of(Settings.trimmed(given)).data())
        .contains(Path.of("/srv/images"));
  }

  @Test
  void tracesAreSentWhenAnExporterOrAnEndpointIsNamed() {
    assertThat(Settings.traces(Map.of())).isFalse();
    assertThat(Settings.traces(Map.of("OTEL_SERVICE_NAME", "images"))).isFalse();
    assertThat(Settings.traces(Map.of("OTEL_TRACES_EXPORTER", "otlp"))).isTrue();
    String url = "http://127.0.0.1:4318";
    assertThat(Settings.traces(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", url))).isTrue();
    assertThat(Settings.traces(Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", url))).isTrue();
    assertThat(
            Settings.traces(
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", url, "OTEL_TRACES_EXPORTER", "none")))
        .isFalse();
    assertThat(
            Settings.traces(
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", url, "OTEL_SDK_DISABLED", "true")))
        .isFalse();
    assertThat(
            Settings.traces(Map.of("OTEL_TRACES_EXPORTER", "zipkin", "OTEL_SDK_DISABLED", "true")))
        .isFalse();
    assertThatThrownBy(() -> Settings.traces(Map.of("OTEL_TRACES_EXPORTER", "zipkin")))
        .isInstanceOf(Settings.InvalidSetting.class)
        .hasMessage("OTEL_TRACES_EXPORTER must be otlp or none, not 'zipkin'.");
  }

  @Test
  void aDumbTerminalHasNoProgressBar() {
    Properties properties = new Properties();
    properties.setProperty("tintype.columns", "120");
    assertThat(Settings.of(Map.of("TERM", "dumb"), properties).columns()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "1.5", "99999999999"})
  void jobsPerRendererMustBeAtLeastOne(String jobs) {
    assertThatThrownBy(
            () -> Settings.of(Map.of("TINTYPE_JOBS_PER_RENDERER", jobs), new Properties()))
        .isInstanceOf(Settings.InvalidSetting.class)
        .hasMessage("TINTYPE_JOBS_PER_RENDERER is a number of 1 or more, not '" + jobs + "'.");
  }

  @Test
  void theErrorForAnUnknownSandboxListsTheAllowedValues() {
    assertThatThrownBy(() -> Settings.of(Map.of("TINTYPE_SANDBOX", "maybe"), new Properties()))
        .isInstanceOf(Settings.InvalidSetting.class)
        .hasMessage("TINTYPE_SANDBOX is require, prefer or off, not 'maybe'.");
  }

  @Test
  void aVariableThatNoCommandReadsIsUnknown() {
    assertThat(
            Settings.unknown(
                Map.of(
                    "TINTYPE_WORKRES",
                    "2",
                    "TINTYPE_WORKERS",
                    "2",
                    "PATH",
                    "",
                    "TINTYPE_A",
                    "",
                    "TINTYPE_TESTING",
                    "1")))
        .containsExactly("TINTYPE_A", "TINTYPE_WORKRES");
  }

  @Test
  void everyVariableOfTheDocumentsIsKnown() throws Exception {
    String page = Files.readString(Path.of("../../docs/one-machine.md"));
    Set<String> named =
        Pattern.compile("TINTYPE_[A-Z_]+[A-Z]")
            .matcher(page)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet());
    assertThat(named).isEqualTo(Settings.KNOWN);
  }
}
