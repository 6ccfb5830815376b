package dev.tintype.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;

/// libvips, loaded and started; runs operations and opens images.
///
/// A process has only one libvips: start it once and pass this object around. Settings such as
/// [#concurrency(int)] and [#allowLoaders(List)] apply to the whole process. Safe for use by many
/// platform threads. Do not use it on virtual threads: a native call blocks the carrier.
public final class Vips {

  private final VipsCalls calls;
  private final GType types;
  private final ParameterReader parameters;
  private final Map<String, String> codecs;
  private final String stage;
  private final LongAdder operations;
  private final LongAdder failures;

  private Vips(
      VipsCalls calls,
      GType types,
      Map<String, String> codecs,
      String stage,
      LongAdder operations,
      LongAdder failures) {
    this.calls = calls;
    this.types = types;
    this.parameters = new ParameterReader(calls, types);
    this.codecs = codecs;
    this.stage = stage;
    this.operations = operations;
    this.failures = failures;
  }

  /// Loads and starts the libvips in `libraryFolder` if [VersionGate#STANDARD] allows its version.
  ///
  /// The operation cache is off. Log messages go to standard error, never to standard output.
  ///
  /// @param libraryFolder the folder with `libvips-cpp.so.*`
  /// @throws VipsUnavailableException if it cannot be loaded, does not start or is too old
  public static Vips start(Path libraryFolder) {
    return start(libraryFolder, VersionGate.STANDARD);
  }

  /// Loads and starts the libvips in `libraryFolder` if `gate` allows its version.
  ///
  /// @throws VipsUnavailableException if it cannot be loaded, does not start or is too old
  public static Vips start(Path libraryFolder, VersionGate gate) {
    LibraryFolder folder = new LibraryFolder(libraryFolder);
    Path library = folder.library();
    Map<String, String> codecs = folder.versions();
    VipsCalls calls = link(library);
    NativeCall.run(() -> calls.logWriterUseStderr.invokeExact(1));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment program = arena.allocateFrom("tintype");
      if (NativeCall.returning(() -> (int) calls.vipsInit.invokeExact(program)) != 0) {
        throw new VipsUnavailableException("libvips did not start: " + takeErrors(calls), null);
      }
    }
    NativeCall.run(() -> calls.vipsCacheSetMax.invokeExact(0));
    Vips vips = new Vips(calls, GType.read(calls), codecs, "", new LongAdder(), new LongAdder());
    gate.check(vips.version(), codecs);
    return vips;
  }

  private static VipsCalls link(Path library) {
    try {
      return VipsCalls.link(library);
    } catch (IllegalCallerException e) {
      throw new VipsUnavailableException(
          "Java may not call native code; start it with --enable-native-access=ALL-UNNAMED", e);
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw new VipsUnavailableException(
          library + " cannot be loaded as libvips for " + System.getProperty("os.arch"), e);
    }
  }

  /// Returns this libvips with a stage name. Failures of its operations, and of images that it
  /// made, carry that name (see [VipsException#stage()]).
  public Vips during(String stage) {
    return new Vips(calls, types, codecs, stage, operations, failures);
  }

  /// Returns how many operations were started in this process.
  public long operations() {
    return operations.sum();
  }

  /// Returns how many calls have failed in this process, whether or not the failure was handled.
  public long failures() {
    return failures.sum();
  }

  /// Returns the version that the loaded library reports.
  public Version version() {
    return new Version(version(0), version(1), version(2));
  }

  private int version(int part) {
    return NativeCall.returning(() -> (int) calls.vipsVersion.invokeExact(part));
  }

  /// Returns the versions of the bundled codecs by name (`heif`, `aom`, `webp`, …). They come from
  /// the bundle's `versions.json`, because the statically linked codecs have no version symbol.
  /// Empty without that file.
  public Map<String, String> codecs() {
    return codecs;
  }

  /// Sets how many threads libvips uses for one operation, 1 or more. AVIF bytes depend on it.
  public void concurrency(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("concurrency must be 1 or more, not " + threads);
    }
    NativeCall.run(() -> calls.vipsConcurrencySet.invokeExact(threads));
  }

  /// Returns how many threads libvips uses for one operation.
  public int concurrency() {
    return NativeCall.returning(() -> (int) calls.vipsConcurrencyGet.invokeExact());
  }

  /// Blocks every loader, then allows the named classes, such as `VipsForeignLoadJpeg`, in all
  /// their variants (file, buffer, source).
  ///
  /// @throws IllegalArgumentException if a name is not a loader class; then all loaders are blocked
  public void allowLoaders(List<String> classNames) {
    long loader = GType.find(calls, "VipsForeignLoad").orElseThrow();
    block("VipsForeignLoad", true);
    for (String name : classNames) {
      long type = GType.find(calls, name).orElse(0);
      if (type == 0
          || NativeCall.returning(() -> (int) calls.typeIsA.invokeExact(type, loader)) == 0) {
        block("VipsForeignLoad", true);
        throw new IllegalArgumentException("libvips has no loader class " + name);
      }
      block(name, false);
    }
  }

  private void block(String className, boolean state) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(className);
      NativeCall.run(() -> calls.operationBlockSet.invokeExact(name, state ? 1 : 0));
    }
  }

  /// Runs `operation` for its effect, for example a save to a file.
  ///
  /// @throws VipsArgumentException if an argument is unknown or its value is not allowed
  /// @throws VipsException if libvips rejects the call or fails
  public void run(VipsOperation operation) {
    outputs(operation).close();
  }

  /// Runs `operation` and returns its image `out`; the caller closes it.
  ///
  /// @throws VipsArgumentException if an argument is unknown or its value is not allowed
  /// @throws VipsException if libvips rejects the call or fails
  public VipsImage image(VipsOperation operation) {
    try (VipsOutputs outputs = outputs(operation)) {
      return outputs.image("out");
    }
  }

  /// Runs `operation`, a save to memory such as `webpsave_buffer`, and returns its `buffer`; the
  /// caller closes it.
  ///
  /// @throws VipsArgumentException if an argument is unknown or its value is not allowed
  /// @throws VipsException if libvips rejects the call or fails
  public VipsBlob blob(VipsOperation operation) {
    try (VipsOutputs outputs = outputs(operation)) {
      return outputs.blob("buffer");
    }
  }

  /// Runs `operation` and returns all its outputs; the caller closes them.
  ///
  /// @throws VipsArgumentException if an argument is unknown or its value is not allowed
  /// @throws VipsException if libvips rejects the call or fails
  public VipsOutputs outputs(VipsOperation operation) {
    operations.increment();
    return new OperationCall(this).run(operation);
  }

  /// Returns the loader class for the file in `memory`, for example `VipsForeignLoadPngBuffer`,
  /// determined from its bytes. Never returns a blocked loader.
  ///
  /// @throws VipsException if no allowed loader accepts it
  public String findLoader(MemorySegment memory) {
    clearErrors();
    MemorySegment name =
        NativeCall.returning(
            () -> (MemorySegment) calls.findLoadBuffer.invokeExact(memory, memory.byteSize()));
    if (name.address() == 0) {
      throw failure("find_load_buffer");
    }
    return name.getString(0);
  }

  /// Returns the loader class for `file`, for example `VipsForeignLoadPngFile`.
  ///
  /// @throws VipsException if the file cannot be read or no allowed loader accepts it
  public String findLoader(Path file) {
    clearErrors();
    try (Arena arena = Arena.ofConfined()) {
      // libvips strips options from the end of a name, so a name that looks like that gets empty
      // options.
      String name = file.toString();
      MemorySegment path = arena.allocateFrom(name.endsWith("]") ? name + "[]" : name);
      MemorySegment loader =
          NativeCall.returning(() -> (MemorySegment) calls.findLoad.invokeExact(path));
      if (loader.address() == 0) {
        throw failure("find_load");
      }
      return loader.getString(0);
    }
  }

  /// Opens the image file in `memory` with the loader for its bytes; pixels are decoded on demand.
  ///
  /// @param memory native memory that outlives every image made from this one
  /// @param options the loader's options, such as `[access=sequential,fail-on=warning]`, or empty
  /// @throws VipsArgumentException if the loader does not have such an option or value
  /// @throws VipsException if no allowed loader accepts it or the header is broken
  public VipsImage fromBuffer(MemorySegment memory, String options) {
    return image(
        VipsOperation.named(findLoader(memory)).with("buffer", memory).withOptions(options));
  }

  /// Opens an image file with the loader for its bytes; pixels are decoded on demand.
  ///
  /// @param options as for [#fromBuffer(MemorySegment, String)]
  /// @throws VipsArgumentException if the loader does not have such an option or value
  /// @throws VipsException if no allowed loader accepts it or the header is broken
  public VipsImage fromFile(Path file, String options) {
    return image(
        VipsOperation.named(findLoader(file))
            .with("filename", file.toString())
            .withOptions(options));
  }

  /// Wraps the pixels in `memory` as an image: contiguous rows, interleaved bands, no copy.
  ///
  /// @param memory native memory that outlives every image made from this one
  /// @throws IllegalArgumentException if a dimension is not positive or `memory` has another size
  public VipsImage fromMemory(
      MemorySegment memory, int width, int height, int bands, BandFormat format) {
    if (width < 1 || height < 1 || bands < 1) {
      throw new IllegalArgumentException(
          "an image needs a width, height and bands of 1 or more, not %d x %d x %d"
              .formatted(width, height, bands));
    }
    long wanted = Math.multiplyExact((long) width * height, (long) bands * format.bytes());
    if (!memory.isNative() || memory.byteSize() != wanted) {
      throw new IllegalArgumentException(
          "the image needs %d bytes of native memory, not %d".formatted(wanted, memory.byteSize()));
    }
    clearErrors();
    MemorySegment image =
        NativeCall.returning(() ->
            (MemorySegment)
                calls.imageNewFromMemory.invokeExact(
                    memory, memory.byteSize(), width, height, bands, format.code()));
    if (image.address() == 0) {
      throw failure("new_from_memory");
    }
    return new VipsImage(this, image);
  }

  /// The bytes of pixel memory that libvips holds at this moment.
  long trackedBytes() {
    return NativeCall.returning(() -> (long) calls.vipsTrackedGetMem.invokeExact());
  }

  /// The most bytes of pixel memory that libvips ever held at once.
  long trackedBytesPeak() {
    return NativeCall.returning(() -> (long) calls.vipsTrackedGetMemHighwater.invokeExact());
  }

  /// The blocks of pixel memory that libvips holds at this moment.
  int trackedAllocations() {
    return NativeCall.returning(() -> (int) calls.vipsTrackedGetAllocs.invokeExact());
  }

  /// Frees libvips' memory of the calling thread, which must not use libvips afterwards.
  public void releaseThread() {
    NativeCall.run(() -> calls.vipsThreadShutdown.invokeExact());
  }

  /// Creates daemon platform threads named `name-1`, `name-2`, … for fixed pools. They free
  /// libvips' per-thread memory when they end.
  public ThreadFactory threads(String name) {
    ThreadFactory platform = Thread.ofPlatform().daemon().name(name + "-", 1).factory();
    return task ->
        platform.newThread(() -> {
          try {
            task.run();
          } finally {
            releaseThread();
          }
        });
  }

  VipsCalls calls() {
    return calls;
  }

  GType types() {
    return types;
  }

  ParameterReader parameters() {
    return parameters;
  }

  /// Empties libvips' error buffer, which may contain messages of calls that succeeded.
  void clearErrors() {
    NativeCall.run(() -> calls.vipsErrorClear.invokeExact());
  }

  /// Returns the failure of the last call of `operation` with libvips' message, and clears the
  /// message.
  VipsException failure(String operation) {
    failures.increment();
    return new VipsException(stage, operation, takeErrors(calls));
  }

  private static String takeErrors(VipsCalls calls) {
    MemorySegment text =
        NativeCall.returning(() -> (MemorySegment) calls.vipsErrorBufferCopy.invokeExact());
    try {
      return text.getString(0).strip();
    } finally {
      NativeCall.run(() -> calls.free.invokeExact(text));
    }
  }
}
