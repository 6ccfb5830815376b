package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.label.LabelImage;
import dev.tintype.core.flow.label.Labels;
import dev.tintype.core.flow.sweep.LabelledNotifier;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.port.Notifier.Answer;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.trace.TraceParent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is added to a notification when it is sent.
final class LabelledNotifierTest {

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private final List<Outcome> told = new ArrayList<>();
  private Platform platform;
  private ImageId id;
  private Outcome ready;

  @BeforeEach
  void makeReady() throws Exception {
    platform = new Platform(folder);
    VersionRecord record = platform.uploaded();
    id = record.job().imageId();
    platform.process(record);
    ready = platform.jobs.outbox().getFirst();
    Metadata album = Metadata.NONE.with(Map.of("album", Optional.of("42")));
    new LabelImage(platform.jobs).label(id, _ -> new Labels(Optional.of("b.jpg"), album));
  }

  private JsonObject sent(Outcome outcome, boolean hasUrl) {
    LabelledNotifier notifier =
        new LabelledNotifier(
            platform.jobs,
            other -> {
              told.add(other);
              return new Answer.Told();
            },
            hasUrl ? Optional.of(key -> "https://files.example/" + key) : Optional.empty());
    assertThat(notifier.tell(outcome)).isInstanceOf(Answer.Told.class);
    return Json.parse(told.getLast().payload());
  }

  @Test
  void theLabelsOfNowAndTheUrlAreAdded() {
    JsonObject payload = sent(ready, true);
    JsonObject data = payload.object("data");
    assertThat(data.text("name")).isEqualTo("b.jpg");
    assertThat(data.object("metadata").text("album")).isEqualTo("42");
    assertThat(data.text("manifestUrl"))
        .isEqualTo("https://files.example/" + data.text("manifest"));
    assertThat(told.getLast()).isEqualTo(ready.saying(told.getLast().payload()));
    for (String field : List.of("name", "metadata", "manifestUrl")) {
      data.node().remove(field);
    }
    assertThat(Json.write(payload.node())).isEqualTo(ready.payload());
  }

  @Test
  void theTraceAndTheRefusalOfAnEarlierTryArrive() {
    TraceParent trace = new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    Outcome again =
        new Outcome(
            ready.id(),
            ready.imageId(),
            ready.version(),
            ready.type(),
            ready.payload(),
            ready.occurredAt(),
            2,
            ready.dueAt(),
            Optional.of("HTTP 500"),
            Optional.of(trace));
    sent(again, true);
    assertThat(told.getLast().payload()).contains("manifestUrl");
    assertThat(told.getLast().trace()).contains(trace);
    assertThat(told.getLast().refusal()).contains("HTTP 500");
    assertThat(told.getLast().attempts()).isEqualTo(2);
  }

  @Test
  void anUnknownUrlIsLeftOut() {
    JsonObject data = sent(ready, false).object("data");
    assertThat(data.has("manifestUrl")).isFalse();
    assertThat(data.has("metadata")).isTrue();
  }

  @Test
  void anErasedImageHasNoLabelsEvenInANotificationFromBefore() {
    new Erase(platform.jobs, platform.context).erase(id);
    sent(ready, true);
    assertThat(told.getLast()).isEqualTo(ready);
    assertThat(ready.payload()).doesNotContain("album", "b.jpg");
  }

  @Test
  void whatCannotBeReadIsSentAsItIs() {
    Outcome odd = ready.saying("no JSON");
    sentAsItIs(odd);
    platform.jobs.alter(
        Unreadable.Kind.IMAGE, id.value(), text -> text.replace("\"v\":4", "\"v\":99"));
    sentAsItIs(ready);
  }

  private void sentAsItIs(Outcome outcome) {
    new LabelledNotifier(
            platform.jobs,
            other -> {
              told.add(other);
              return new Answer.Told();
            },
            Optional.empty())
        .tell(outcome);
    assertThat(told.getLast()).isEqualTo(outcome);
  }
}
