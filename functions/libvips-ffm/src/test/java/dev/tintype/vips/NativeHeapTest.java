package dev.tintype.vips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NativeHeapTest {

  private static final int PIXELS = 24 << 20;

  @Test
  void freedMemoryIsReusedWithoutNewPages() throws IOException {
    NativeHeap heap = NativeHeap.keeping(512 << 20);
    for (int i = 0; i < 5; i++) {
      copyAndFree();
    }
    long before = faults();
    copyAndFree();
    long faults = faults() - before;
    assertThat(heap.size()).isPositive();
    assertThat(faults).as("page faults for %d bytes of pixels", PIXELS).isLessThan(PIXELS / 4096);
  }

  @Test
  void aHeapAboveTheLimitIsReturned() throws IOException {
    NativeHeap.keeping(512 << 20);
    copyAndFree();
    NativeHeap heap = NativeHeap.keeping(1 << 20);
    long before = resident();
    assertThat(heap.settle()).isTrue();
    assertThat(resident()).isLessThan(before);
  }

  @Test
  void aSmallHeapIsKept() {
    assertThat(NativeHeap.keeping(Integer.MAX_VALUE).settle()).isFalse();
  }

  @Test
  void lessThanOneMebibyteIsRejected() {
    assertThatThrownBy(() -> NativeHeap.keeping((1 << 20) - 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void copyAndFree() {
    copy().close();
  }

  private static VipsImage copy() {
    VipsOperation black =
        VipsOperation.named("black").with("width", 4096).with("height", 2048).with("bands", 3);
    try (VipsImage image = TestVips.VIPS.image(black)) {
      return image.copyToMemory();
    }
  }

  /// Minor page faults of this process, from proc(5).
  private static long faults() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[7]);
  }

  private static long resident() throws IOException {
    return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1]) * 4096;
  }
}
