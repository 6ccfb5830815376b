package dev.tintype.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.cli.harness.Eventually;
import dev.tintype.cli.harness.Photos;
import dev.tintype.cli.harness.TestServer;
import dev.tintype.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The dashboard and the alerts of `deploy`, against the metrics of a server that made an image.
class MonitoringTest {

  private static final Pattern METRIC = Pattern.compile("\\b(tintype|process|jvm)_[a-z0-9_]+");

  @TempDir private static Path folder;

  private static TestServer server;
  private static Set<String> shown = Set.of();

  @BeforeAll
  static void makeAnImage() throws Exception {
    server = TestServer.in(folder).workers(1).start();
    String id = server.client().upload(Photos.jpeg(400, 300, 1), "image/jpeg");
    assertThat(server.client().ended(id).path("state").asText()).isEqualTo("ready");
    Eventually.holds(
        "the image is counted, and the memory of its renderer",
        () ->
            page().contains("tintype_images_ended_total{reason=\"\",state=\"ready\"} 1")
                && page().contains("tintype_render_memory_ratio_count 1"));
    shown =
        page()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("[{ ]", 2)[0])
            .collect(Collectors.toSet());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String page() throws Exception {
    return new String(server.client().get("/metrics").body(), StandardCharsets.UTF_8);
  }

  private static String file(String name) throws Exception {
    return Files.readString(Path.of(System.getProperty("tintype.root"), name));
  }

  private static Set<String> metrics(String text) {
    return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  @Test
  void theDashboardShowsEveryMetricOfOursAndNoOther() throws Exception {
    Set<String> used = new TreeSet<>();
    for (JsonNode panel : Json.parse(file("deploy/grafana/tintype.json")).node().path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        used.addAll(metrics(target.path("expr").asText()));
      }
    }
    assertThat(shown).containsAll(used);
    Set<String> ours =
        page()
            .lines()
            .filter(line -> line.startsWith("# TYPE tintype_"))
            .map(line -> line.split(" ", -1)[2])
            .collect(Collectors.toSet());
    assertThat(ours).allMatch(name -> used.contains(name) || used.contains(name + "_bucket"));
  }

  @Test
  void everyMetricOfAnAlertExists() throws Exception {
    Set<String> used = metrics(file("deploy/prometheus/alerts.yml"));
    assertThat(used).hasSizeGreaterThan(8);
    assertThat(shown).containsAll(used);
  }

  @Test
  void everyAlertNamesAPlaybookAndHasATest() throws Exception {
    String alerts = file("deploy/prometheus/alerts.yml");
    String playbooks = file("docs/playbooks.md");
    List<String> names = found("(?m)^ +- alert: (\\w+)$", alerts);
    List<String> anchors = found("playbook: docs/playbooks\\.md#([a-z-]+)\n", alerts);
    assertThat(names).isNotEmpty();
    assertThat(anchors).hasSameSizeAs(names);
    assertThat(headings(playbooks)).containsAll(anchors);
    assertThat(found("alertname: (\\w+)", file("deploy/prometheus/alerts_test.yml")))
        .containsAll(names);
  }

  private static List<String> headings(String page) {
    return found("(?m)^## (.+)$", page).stream()
        .map(heading -> heading.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'))
        .toList();
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).toList();
  }
}
