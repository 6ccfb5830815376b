package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Rejection;
import dev.tintype.core.api.ApiRequest;
import dev.tintype.core.api.Caller;
import dev.tintype.core.api.Scope;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.process.ProcessJob;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.trace.RecordedTracing;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A trace shows which step failed.
final class FailedSpansTest {

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private final RecordedTracing tracing = new RecordedTracing();

  private void process(Platform platform, VersionRecord record) throws InterruptedException {
    FlowContext context =
        new FlowContext(
            platform.clock, platform.context.random(), platform.context.boundary(), tracing);
    Message message = new Message(record.job().imageId(), record.job().version(), "test");
    new ProcessJob(platform.stores, platform.queue, platform.renderTools(), context)
        .process(message, 1);
  }

  @Test
  void anOutageIsSeenInTheStepAndInTheAttempt() throws Exception {
    Platform platform = new Platform(folder);
    VersionRecord record = platform.uploaded();
    platform.trap.fail("put");
    process(platform, record);
    assertThat(tracing.ended.get("publish")).isPresent();
    assertThat(tracing.ended.get("process")).isPresent();
    assertThat(tracing.ended.get("fetch")).isEmpty();
    assertThat(tracing.ended.get("claim")).isEmpty();
  }

  @Test
  void aVersionThatFailedIsAFailedAttempt() throws Exception {
    Platform platform = new Platform(folder);
    VersionRecord record = platform.uploaded();
    platform.renderer =
        new MemoryRenderer(_ ->
            Optional.of(new Rendering.Died(Step.DECODE, Rejection.DECODER_CRASHED, "signal 11")));
    process(platform, record);
    assertThat(tracing.ended.get("process")).contains("decoder_crashed");
  }

  @Test
  void aVersionThatIsReadyIsNot() throws Exception {
    Platform platform = new Platform(folder);
    process(platform, platform.uploaded());
    assertThat(tracing.ended)
        .containsEntry("process", Optional.empty())
        .containsEntry("publish", Optional.empty());
  }

  @Test
  void anAnswerThatIsTheFaultOfTheServerIsAFailedRequest() {
    ApiPlatform platform = new ApiPlatform(folder);
    ApiRequest request =
        new ApiRequest(
            "DELETE",
            "/images/01ARZ3NDEKTSV4RRFFQ69G5FAV",
            Map.of(),
            Map.of(),
            "",
            Optional.of(new Caller("me", Set.of(Scope.values()))));
    assertThat(platform.api(tracing).answer(request).status()).isEqualTo(404);
    assertThat(tracing.ended).containsEntry("DELETE /images/{id}", Optional.empty());
    platform.breakDown();
    assertThat(platform.api(tracing).answer(request).status()).isEqualTo(503);
    assertThat(tracing.ended).containsEntry("DELETE /images/{id}", Optional.of("503"));
  }
}
