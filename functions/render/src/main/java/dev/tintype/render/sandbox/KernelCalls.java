package dev.tintype.render.sandbox;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Every C symbol the jail uses: `syscall`, `environ` and `unsetenv` of glibc.
///
/// @param architecture selects the call numbers
/// @param syscall `long syscall(long number, ...)` with six arguments, `errno` captured
/// @param environ address of glibc's pointer to the environment
/// @param unsetenv `int unsetenv(const char *name)`
public record KernelCalls(
    Architecture architecture, MethodHandle syscall, MemorySegment environ, MethodHandle unsetenv) {
  private static final int ARGUMENTS = 6;

  /// Binds the symbols.
  ///
  /// @throws JailException outside Linux, or on a processor without a call table
  @SuppressWarnings("restricted")
  public static KernelCalls bind() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      throw new JailException(
          "The renderer's jail needs Linux; this is " + System.getProperty("os.name") + ".");
    }
    Architecture architecture =
        Architecture.ofThisJvm()
            .orElseThrow(() ->
                new JailException(
                    "The renderer's jail has no system call table for "
                        + System.getProperty("os.arch")
                        + "."));
    Linker linker = Linker.nativeLinker();
    SymbolLookup libc = linker.defaultLookup();
    FunctionDescriptor shape =
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    MethodHandle syscall =
        linker.downcallHandle(
            libc.findOrThrow("syscall"),
            shape,
            Linker.Option.firstVariadicArg(1),
            Linker.Option.captureCallState("errno"));
    MethodHandle unsetenv =
        linker.downcallHandle(
            libc.findOrThrow("unsetenv"), FunctionDescriptor.of(JAVA_INT, ADDRESS));
    return new KernelCalls(architecture, syscall, libc.findOrThrow("environ"), unsetenv);
  }

  /// Makes a system call. Returns its result, or the negated `errno`.
  public long call(Syscall name, long... arguments) {
    return callNumber(name.number(architecture), arguments);
  }

  /// The same as [#call], for a call number without a name.
  long callNumber(long number, long... arguments) {
    long[] six = Arrays.copyOf(arguments, ARGUMENTS);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      long result =
          (long) syscall.invokeExact(state, number, six[0], six[1], six[2], six[3], six[4], six[5]);
      return result == -1 ? -state.get(JAVA_INT, 0) : result;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the system call could not be linked", e);
    }
  }

  /// Makes a system call that must succeed.
  ///
  /// @throws JailException with the purpose of the call and the `errno`
  public long demand(String intent, Syscall name, long... arguments) {
    long result = call(name, arguments);
    if (result < 0) {
      throw new JailException("The kernel refused to " + intent + " (errno " + -result + ").");
    }
    return result;
  }

  /// Removes a name from the process's real environment; an absent name is not an error.
  public void removeFromEnvironment(String name) {
    try (Arena arena = Arena.ofConfined()) {
      int result = (int) unsetenv.invokeExact(arena.allocateFrom(name));
      if (result != 0) {
        throw new JailException("The C library refused to remove " + name + ".");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("unsetenv could not be linked", e);
    }
  }

  /// Returns the names in the process's real environment, bypassing the JVM's copy.
  @SuppressWarnings("restricted")
  public List<String> environmentNames() {
    List<String> names = new ArrayList<>();
    MemorySegment entries =
        environ.reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0).reinterpret(Long.MAX_VALUE);
    if (entries.address() == 0) {
      return names;
    }
    for (long i = 0; ; i++) {
      MemorySegment entry = entries.getAtIndex(ValueLayout.ADDRESS, i);
      if (entry.address() == 0) {
        return names;
      }
      String text = entry.reinterpret(Long.MAX_VALUE).getString(0);
      int end = text.indexOf('=');
      names.add(end < 0 ? text : text.substring(0, end));
    }
  }
}
