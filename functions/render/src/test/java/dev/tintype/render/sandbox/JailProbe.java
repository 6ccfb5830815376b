package dev.tintype.render.sandbox;

import dev.tintype.render.sandbox.child.SelfConfinement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// A renderer that tries to break out: each attempt prints one line `thread name=outcome`.
///
/// Arguments: the terms, the scenario, the original, the output folder, a file and a folder
/// outside.
final class JailProbe {
  private JailProbe() {}

  public static void main(String[] arguments) throws Throwable {
    JailTerms terms = JailTerms.parse(arguments[0]);
    Place place =
        new Place(
            terms.parentPid(),
            Path.of(arguments[2]),
            Path.of(arguments[3]),
            Path.of(arguments[4]),
            Path.of(arguments[5]));
    switch (arguments[1]) {
      case "attempts" -> attempts(terms, place);
      case "free" -> {
        say(SelfConfinement.enter(terms));
        new Attempts("main", place).few();
      }
      case "hog" -> {
        onBothThreads(terms, MemoryHog::run);
        MemoryHog.allocate();
      }
      case "heap" -> {
        SelfConfinement.enter(terms);
        MemoryHog.fillHeap();
      }
      case "compat" -> {
        SelfConfinement.enter(terms);
        System.out.println("main compat=" + CompatCall.run());
      }
      case "wait" -> {
        SelfConfinement.enter(terms);
        System.out.println("main pid=" + ProcessHandle.current().pid());
        new CountDownLatch(1).await();
      }
      case "mixed" -> {
        startNicerThread(17);
        SelfConfinement.enter(terms);
        System.out.println("main pid=" + ProcessHandle.current().pid());
        new CountDownLatch(1).await();
      }
      case "echo" -> {
        SelfConfinement.enter(terms);
        System.out.println("main pid=" + ProcessHandle.current().pid());
        System.out.println("main heard=" + System.in.read());
      }
      case "file" -> {
        SelfConfinement.enter(terms);
        System.out.println("main file=" + new Attempts("main", place).writeTooMuch());
        new CountDownLatch(1).await();
      }
      case "cost" -> JailCost.print(terms);
      default -> throw new IllegalArgumentException(arguments[1]);
    }
  }

  private static void attempts(JailTerms terms, Place place) throws InterruptedException {
    onBothThreads(terms, thread -> new Attempts(thread, place).run());
    System.out.println("main environment=" + List.copyOf(KernelCalls.bind().environmentNames()));
    System.out.println("main finished=true");
    System.out.flush();
    try {
      int ignored = System.in.read();
      System.out.println("main released=" + (ignored == -1 ? "by end of input" : "by a byte"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs on the main thread, and on a thread that was started before the jail was closed.
  private static void onBothThreads(JailTerms terms, Consumer<String> act)
      throws InterruptedException {
    CountDownLatch confined = new CountDownLatch(1);
    Thread early =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              awaitUninterrupted(confined);
              act.accept("early");
            });
    SandboxReport report = SelfConfinement.enter(terms);
    say(report);
    act.accept("main");
    confined.countDown();
    early.join();
  }

  private static void startNicerThread(int niceness) throws InterruptedException {
    CountDownLatch nicer = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          KernelCalls.bind().demand("be nicer", Syscall.SETPRIORITY, 0, 0, niceness);
          nicer.countDown();
          awaitUninterrupted(new CountDownLatch(1));
        });
    nicer.await();
  }

  private static void say(SandboxReport report) {
    System.out.println("report landlockAbi=" + report.landlockAbi());
    System.out.println("report missing=" + report.missing());
    System.out.println("report noNewPrivileges=" + report.holds(Measure.NO_NEW_PRIVILEGES));
    System.out.println("report seccomp=" + report.holds(Measure.SECCOMP));
    System.out.println("report capabilitiesDropped=" + report.holds(Measure.CAPABILITIES_DROPPED));
    System.out.println("report memoryCapBytes=" + report.memoryCapBytes());
    System.out.println("report cleanEnvironment=" + report.holds(Measure.CLEAN_ENVIRONMENT));
    System.out.println("report diesWithParent=" + report.holds(Measure.DIES_WITH_PARENT));
    System.out.println("report warnings=" + report.warnings());
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The targets of the attempts.
  record Place(long parent, Path original, Path out, Path secret, Path elsewhere) {}
}
