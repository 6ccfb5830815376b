package dev.tintype.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;

/// libvips, loaded and started: runs operations and opens images.
///
/// One process has one libvips, so start it once and pass this value around; settings such as
/// [#concurrency(int)] and [#allowLoaders(List)] hold for the whole process. Safe for use by many
/// platform threads; keep off virtual threads, whose carrier a native call blocks.
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

  /// Loads and starts the libvips of `libraryFolder` if [VersionGate#STANDARD] lets it pass.
  ///
  /// The operation cache is off, and log messages go to standard error, never to standard output.
  ///
  /// @param libraryFolder the folder with `libvips-cpp.so.*`
  /// @throws VipsUnavailableException if it cannot be loaded, does not start or is too old
  public static Vips start(Path libraryFolder) {
    return start(libraryFolder, VersionGate.STANDARD);
  }

  /// Loads and starts the libvips of `libraryFolder` if `gate` lets it pass.
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

  /// This libvips under the name of a stage: failures of its operations, and of images it made,
  /// carry it (see [VipsException#stage()]).
  public Vips during(String stage) {
    return new Vips(calls, types, codecs, stage, operations, failures);
  }

  /// How many operations have been begun in this process.
  public long operations() {
    return operations.sum();
  }

  /// How many calls have failed in this process, whatever became of the failure.
  public long failures() {
    return failures.sum();
  }

  /// The version the loaded library reports.
  public Version version() {
    return new Version(version(0), version(1), version(2));
  }

  private int version(int part) {
    return NativeCall.returning(() -> (int) calls.vipsVersion.invokeExact(part));
  }

  /// The versions of the bundled codecs by name (`heif`, `aom`, `webp`, …), from the bundle's
  /// `versions.json`: the libraries themselves are linked in without a symbol that tells. Empty
  /// when that file is missing.
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

  /// How many threads libvips uses for one operation.
  public int concurrency() {
    return NativeCall.returning(() -> (int) calls.vipsConcurrencyGet.invokeExact());
  }

  /// Blocks every loader, then allows those of the named classes, such as `VipsForeignLoadJpeg`,
  /// with all their kinds (file, buffer, source).
  ///
  /// @throws IllegalArgumentException if a name is not a loader's class; all loaders are blocked
  ///   then
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
  /// @throws VipsArgumentException if an argument is unknown or its value not allowed
  /// @throws VipsException if libvips refuses or fails
  public void run(VipsOperation operation) {
    outputs(operation).close();
  }

  /// Runs `operation` and answers its image `out`; the caller closes it.
  ///
  /// @throws VipsArgumentException if an argument is unknown or its value not allowed
  /// @throws VipsException if libvips refuses or fails
  public VipsImage image(VipsOperation operation) {
    try (VipsOutputs outputs = outputs(operation)) {
      return outputs.image("out");
    }
  }

  /// Runs `operation`, a save to memory such as `webpsave_buffer`, and answers its `buffer`; the
  /// caller closes it.
  ///
  /// @throws VipsArgumentException if an argument is unknown or its value not allowed
  /// @throws VipsException if libvips refuses or fails
  public VipsBlob blob(VipsOperation operation) {
    try (VipsOutputs outputs = outputs(operation)) {
      return outputs.blob("buffer");
    }
  }

  /// Runs `operation` and answers all its outputs; the caller closes them.
  ///
  /// @throws VipsArgumentException if an argument is unknown or its value not allowed
  /// @throws VipsException if libvips refuses or fails
  public VipsOutputs outputs(VipsOperation operation) {
    operations.increment();
    return new OperationCall(this).run(operation);
  }

  /// The class of the loader that takes the file in `memory`, for example
  /// `VipsForeignLoadPngBuffer`, judged by its bytes. Blocked loaders are never answered.
  ///
  /// @throws VipsException if no allowed loader takes it
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

  /// The class of the loader that takes `file`, for example `VipsForeignLoadPngFile`.
  ///
  /// @throws VipsException if the file cannot be read or no allowed loader takes it
  public String findLoader(Path file) {
    clearErrors();
    try (Arena arena = Arena.ofConfined()) {
      // A name that ends with options loses them here, so names that look so get empty ones.
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

  /// Opens the image file in `memory` with the loader its bytes call for; pixels come later.
  ///
  /// @param memory native memory that outlives every image made from this one
  /// @param options the loader's options, such as `[access=sequential,fail-on=warning]`, or nothing
  /// @throws VipsArgumentException if the loader does not have such an option or value
  /// @throws VipsException if no allowed loader takes it or the header is broken
  public VipsImage fromBuffer(MemorySegment memory, String options) {
    return image(
        VipsOperation.named(findLoader(memory)).with("buffer", memory).withOptions(options));
  }

  /// Opens an image file with the loader its bytes call for; pixels come later.
  ///
  /// @param options as for [#fromBuffer(MemorySegment, String)]
  /// @throws VipsArgumentException if the loader does not have such an option or value
  /// @throws VipsException if no allowed loader takes it or the header is broken
  public VipsImage fromFile(Path file, String options) {
    return image(
        VipsOperation.named(findLoader(file))
            .with("filename", file.toString())
            .withOptions(options));
  }

  /// The pixels in `memory` as an image: rows without gaps, bands interleaved, nothing copied.
  ///
  /// @param memory native memory that outlives every image made from this one
  /// @throws IllegalArgumentException if the sizes are not positive or `memory` has another size
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

  /// Frees what libvips keeps for the calling thread, which must not use libvips afterwards.
  public void releaseThread() {
    NativeCall.run(() -> calls.vipsThreadShutdown.invokeExact());
  }

  /// Makes daemon platform threads called `name-1`, `name-2`, … that release themselves when they
  /// end; for fixed pools.
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

  /// Empties libvips' error buffer, where text of calls that succeeded may lie.
  void clearErrors() {
    NativeCall.run(() -> calls.vipsErrorClear.invokeExact());
  }

  /// The failure of `operation` a moment ago, with libvips' text, which is cleared.
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
