package dev.tintype.vips;

/// Calls a method handle, whose `invokeExact` declares `Throwable`.
///
/// A C function cannot throw, so a checked exception here is a bug in this library.
final class NativeCall {

  @FunctionalInterface
  interface Returning<T> {
    T call() throws Throwable;
  }

  @FunctionalInterface
  interface Running {
    void call() throws Throwable;
  }

  private NativeCall() {}

  static <T> T returning(Returning<T> call) {
    try {
      return call.call();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a C function threw a checked exception", e);
    }
  }

  static void run(Running call) {
    try {
      call.call();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a C function threw a checked exception", e);
    }
  }
}
