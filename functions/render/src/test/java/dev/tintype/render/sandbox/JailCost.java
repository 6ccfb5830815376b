package dev.tintype.render.sandbox;

import dev.tintype.render.sandbox.child.SelfConfinement;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The cost of the second stage for a renderer that uses native calls anyway.
final class JailCost {
  private static final int PROCESS_CPU_CLOCK = 2;

  private JailCost() {}

  static void print(JailTerms terms) {
    KernelCalls kernel = KernelCalls.bind();
    long before = cpuNanos(kernel);
    SandboxReport report = SelfConfinement.enter(terms);
    long after = cpuNanos(kernel);
    System.out.println("cost micros=" + (after - before) / 1000);
    System.out.println("cost allMicros=" + after / 1000);
    System.out.println("cost mode=" + report.mode());
  }

  private static long cpuNanos(KernelCalls kernel) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(16, 8);
      kernel.demand("tell the time", Syscall.CLOCK_GETTIME, PROCESS_CPU_CLOCK, time.address());
      return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
          + time.get(ValueLayout.JAVA_LONG, 8);
    }
  }
}
