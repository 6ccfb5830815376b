package dev.tintype.vips;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Every C function that this library calls, one line each: symbol, result, parameters.
///
/// None of them is variadic, so the calling convention is the same on every architecture. `LONG` is
/// also used for `GType` and `size_t`, `INT` for `gboolean` and every enum. Safe for use by many
/// threads.
@SuppressWarnings("restricted")
final class VipsCalls {

  /// A C pointer; memory reached through a returned one is not bounds-checked.
  static final AddressLayout POINTER =
      ValueLayout.ADDRESS.withTargetLayout(
          MemoryLayout.sequenceLayout(Integer.MAX_VALUE, ValueLayout.JAVA_BYTE));

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE;

  private final SymbolLookup library;

  // the library
  final MethodHandle vipsInit = function("vips_init", INT, POINTER);
  final MethodHandle vipsVersion = function("vips_version", INT, INT);
  final MethodHandle vipsConcurrencySet = procedure("vips_concurrency_set", INT);
  final MethodHandle vipsConcurrencyGet = function("vips_concurrency_get", INT);
  final MethodHandle vipsCacheSetMax = procedure("vips_cache_set_max", INT);
  final MethodHandle vipsThreadShutdown = procedure("vips_thread_shutdown");
  final MethodHandle vipsTrackedGetMem = function("vips_tracked_get_mem", LONG);
  final MethodHandle vipsTrackedGetMemHighwater = function("vips_tracked_get_mem_highwater", LONG);
  final MethodHandle vipsTrackedGetAllocs = function("vips_tracked_get_allocs", INT);
  final MethodHandle vipsErrorClear = procedure("vips_error_clear");
  final MethodHandle vipsErrorBufferCopy = function("vips_error_buffer_copy", POINTER);
  final MethodHandle logWriterUseStderr = procedure("g_log_writer_default_set_use_stderr", INT);

  // operations
  final MethodHandle operationNew = function("vips_operation_new", POINTER, POINTER);
  final MethodHandle operationBlockSet = procedure("vips_operation_block_set", POINTER, INT);
  final MethodHandle operationBuild = function("vips_cache_operation_buildp", INT, POINTER);
  final MethodHandle argumentFlags =
      function("vips_object_get_argument_flags", INT, POINTER, POINTER);
  final MethodHandle unrefOutputs = procedure("vips_object_unref_outputs", POINTER);
  final MethodHandle findLoad = function("vips_foreign_find_load", POINTER, POINTER);
  final MethodHandle findLoadBuffer =
      function("vips_foreign_find_load_buffer", POINTER, POINTER, LONG);

  // images
  final MethodHandle imageNewFromMemory =
      function("vips_image_new_from_memory", POINTER, POINTER, LONG, INT, INT, INT, INT);
  final MethodHandle imageCopyMemory = function("vips_image_copy_memory", POINTER, POINTER);
  final MethodHandle imageWriteToMemory =
      function("vips_image_write_to_memory", POINTER, POINTER, POINTER);
  final MethodHandle imageWidth = function("vips_image_get_width", INT, POINTER);
  final MethodHandle imageHeight = function("vips_image_get_height", INT, POINTER);
  final MethodHandle imageBands = function("vips_image_get_bands", INT, POINTER);
  final MethodHandle imageFormat = function("vips_image_get_format", INT, POINTER);
  final MethodHandle imageInterpretation = function("vips_image_get_interpretation", INT, POINTER);
  final MethodHandle interpretationType = function("vips_interpretation_get_type", LONG);
  final MethodHandle imagePages = function("vips_image_get_n_pages", INT, POINTER);
  final MethodHandle imagePageHeight = function("vips_image_get_page_height", INT, POINTER);
  final MethodHandle imageOrientation = function("vips_image_get_orientation", INT, POINTER);
  final MethodHandle imageHasAlpha = function("vips_image_hasalpha", INT, POINTER);
  final MethodHandle imageSetKill = procedure("vips_image_set_kill", POINTER, INT);
  final MethodHandle imageFields = function("vips_image_get_fields", POINTER, POINTER);
  final MethodHandle imageTypeOf = function("vips_image_get_typeof", LONG, POINTER, POINTER);
  final MethodHandle imageGet = function("vips_image_get", INT, POINTER, POINTER, POINTER);
  final MethodHandle imageSet = procedure("vips_image_set", POINTER, POINTER, POINTER);
  final MethodHandle imageSetBlobCopy =
      procedure("vips_image_set_blob_copy", POINTER, POINTER, POINTER, LONG);
  final MethodHandle imageRemove = function("vips_image_remove", INT, POINTER, POINTER);

  // libvips' own kinds of GValue
  final MethodHandle setBlob = procedure("vips_value_set_blob", POINTER, POINTER, POINTER, LONG);
  final MethodHandle getBlob = function("vips_value_get_blob", POINTER, POINTER, POINTER);
  final MethodHandle setInts = procedure("vips_value_set_array_int", POINTER, POINTER, INT);
  final MethodHandle getInts = function("vips_value_get_array_int", POINTER, POINTER, POINTER);
  final MethodHandle setDoubles = procedure("vips_value_set_array_double", POINTER, POINTER, INT);
  final MethodHandle getDoubles =
      function("vips_value_get_array_double", POINTER, POINTER, POINTER);
  final MethodHandle setImages = procedure("vips_value_set_array_image", POINTER, INT);
  final MethodHandle getImages = function("vips_value_get_array_image", POINTER, POINTER, POINTER);
  final MethodHandle setRefString = procedure("vips_value_set_ref_string", POINTER, POINTER);
  final MethodHandle getRefString =
      function("vips_value_get_ref_string", POINTER, POINTER, POINTER);
  final MethodHandle blobGet = function("vips_blob_get", POINTER, POINTER, POINTER);
  final MethodHandle areaUnref = procedure("vips_area_unref", POINTER);

  // GLib: values
  final MethodHandle valueInit = function("g_value_init", POINTER, POINTER, LONG);
  final MethodHandle valueUnset = procedure("g_value_unset", POINTER);
  final MethodHandle setBoolean = procedure("g_value_set_boolean", POINTER, INT);
  final MethodHandle getBoolean = function("g_value_get_boolean", INT, POINTER);
  final MethodHandle setInt = procedure("g_value_set_int", POINTER, INT);
  final MethodHandle getInt = function("g_value_get_int", INT, POINTER);
  final MethodHandle setUint64 = procedure("g_value_set_uint64", POINTER, LONG);
  final MethodHandle setDouble = procedure("g_value_set_double", POINTER, DOUBLE);
  final MethodHandle getDouble = function("g_value_get_double", DOUBLE, POINTER);
  final MethodHandle setEnum = procedure("g_value_set_enum", POINTER, INT);
  final MethodHandle setFlags = procedure("g_value_set_flags", POINTER, INT);
  final MethodHandle setString = procedure("g_value_set_string", POINTER, POINTER);
  final MethodHandle setObject = procedure("g_value_set_object", POINTER, POINTER);
  final MethodHandle dupObject = function("g_value_dup_object", POINTER, POINTER);
  final MethodHandle dupBoxed = function("g_value_dup_boxed", POINTER, POINTER);

  // GLib: objects, types, memory
  final MethodHandle setProperty = procedure("g_object_set_property", POINTER, POINTER, POINTER);
  final MethodHandle getProperty = procedure("g_object_get_property", POINTER, POINTER, POINTER);
  final MethodHandle findProperty =
      function("g_object_class_find_property", POINTER, POINTER, POINTER);
  final MethodHandle objectRef = function("g_object_ref", POINTER, POINTER);
  final MethodHandle objectUnref = procedure("g_object_unref", POINTER);
  final MethodHandle typeFromName = function("g_type_from_name", LONG, POINTER);
  final MethodHandle typeName = function("g_type_name", POINTER, LONG);
  final MethodHandle typeFundamental = function("g_type_fundamental", LONG, LONG);
  final MethodHandle typeIsA = function("g_type_is_a", INT, LONG, LONG);
  final MethodHandle typeClassRef = function("g_type_class_ref", POINTER, LONG);
  final MethodHandle free = procedure("g_free", POINTER);
  final MethodHandle freeStrings = procedure("g_strfreev", POINTER);

  private VipsCalls(SymbolLookup library) {
    this.library = library;
    super();
  }

  /// Links every function of the shared library in `file`, which stays loaded permanently.
  ///
  /// @throws IllegalArgumentException if the file cannot be loaded or is for another architecture
  /// @throws java.util.NoSuchElementException if it lacks a function, so it is not libvips
  static VipsCalls link(Path file) {
    return new VipsCalls(SymbolLookup.libraryLookup(file, Arena.global()));
  }

  /// Gives native memory a length and an owner: closing `owner` runs `release` on the pointer.
  static MemorySegment owned(
      MemorySegment pointer, long bytes, Arena owner, Consumer<MemorySegment> release) {
    return pointer.reinterpret(bytes, owner, release);
  }

  private MethodHandle function(String symbol, MemoryLayout result, MemoryLayout... parameters) {
    return handle(symbol, FunctionDescriptor.of(result, parameters));
  }

  /// Links a function without a result. Its handle returns a null `Object`; an expression lambda
  /// can return that type without a cast (JLS 15.12.3).
  private MethodHandle procedure(String symbol, MemoryLayout... parameters) {
    MethodHandle handle = handle(symbol, FunctionDescriptor.ofVoid(parameters));
    return handle.asType(handle.type().changeReturnType(Object.class));
  }

  private MethodHandle handle(String symbol, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(symbol), descriptor);
  }
}
