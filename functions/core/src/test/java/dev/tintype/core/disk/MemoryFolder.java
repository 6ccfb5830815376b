package dev.tintype.core.disk;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/// Temporary folders in memory, for tests of flows: on a disk, they would spend most of their time
/// making and deleting work folders.
public final class MemoryFolder implements TempDirFactory {

  private final FileSystem files = Jimfs.newFileSystem(Configuration.unix());

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
      throws IOException {
    return Files.createTempDirectory(files.getPath("/work"), "folder");
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
