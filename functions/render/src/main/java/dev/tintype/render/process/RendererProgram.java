package dev.tintype.render.process;

import dev.tintype.render.child.RendererMain;
import java.nio.file.Path;
import java.util.List;

/// The Java program that runs in a renderer's process.
///
/// @param mainClass the name of its main class, which takes the arguments of [RendererMain]
/// @param classPath jars and folders, which the jail lets it read
record RendererProgram(String mainClass, List<Path> classPath) {

  /// Copies the list.
  RendererProgram {
    classPath = List.copyOf(classPath);
  }

  /// The renderer of this product.
  static RendererProgram ofThisProduct() {
    return new RendererProgram(RendererMain.class.getName(), RendererClassPath.entries());
  }
}
