package dev.tintype.render.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which threads of a renderer count as rendering threads, judged by the kernel's `stat` text.
final class RendererThreadsTest {

  @ParameterizedTest
  @CsvSource({
    "java, R, true",
    "encode-1, R, true",
    "libvips worker, R, true",
    "an (odd) name) S, R, true",
    "java, S, false",
    "libvips worker, D, false",
    "an (odd) name) R, S, false",
    "VM Periodic Tas, R, false",
    "VM Thread, R, false",
    "C1 CompilerThre, R, false",
    "C2 CompilerThre, R, false",
    "Monitor Deflati, R, false",
    "Service Thread, R, false",
  })
  void onlyRenderingThreadsCountAsWantingAProcessor(String name, String state, boolean wants) {
    String stat = "4711 (%s) %s 20437 20470 20470 0 -1 4194368 850 0 0 0".formatted(name, state);
    assertThat(RendererThreads.wantsProcessor(stat)).isEqualTo(wants);
  }

  @ParameterizedTest
  @CsvSource({
    "java, true",
    "encode-1, true",
    "VM Thread, true",
    "VM Periodic Tas, false",
    "C1 CompilerThre, false",
    "Monitor Deflati, false",
  })
  void theWaitsOfRenderingThreadsAndOfTheThreadThatStopsThemCount(String name, boolean counts) {
    assertThat(RendererThreads.rendersOrStopsRendering("4711 (%s) S 1 2".formatted(name)))
        .isEqualTo(counts);
  }

  @Test
  void theSecondNumberOfSchedstatIsTheTimeOfWaiting() {
    assertThat(RendererThreads.waited("802293861 6789381656 1107\n"))
        .hasValue(Duration.ofNanos(6_789_381_656L));
  }

  @Test
  void aKernelThatDoesNotCountWritesZeros() {
    assertThat(RendererThreads.waited("0 0 0\n")).isEmpty();
  }

  @Test
  void theWaitsOfARunningProcessAreKnownAndAnEndedProcessHasNone() throws Exception {
    assertThat(RendererThreads.waits(ProcessHandle.current().pid())).isNotEmpty();
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    assertThat(RendererThreads.waits(ended.pid())).isEmpty();
  }
}
