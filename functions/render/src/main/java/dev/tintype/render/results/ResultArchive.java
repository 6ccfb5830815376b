package dev.tintype.render.results;

import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.render.results.ResultFiles.Taken;
import dev.tintype.render.results.ResultFiles.UntrueResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files of one rendering, one after the other in the order of the plan, as one object. The
/// object holds nothing but their bytes, so there is no container format to parse. The lengths of
/// the files are stated separately, in the answer.
public final class ResultArchive {

  private ResultArchive() {}

  /// @param folder holds every planned file under its planned name
  /// @return the files in the order of the archive
  public static List<Path> files(RenderPlan plan, Path folder) {
    return plan.files().stream().map(file -> folder.resolve(file.name())).toList();
  }

  /// @return the length of each file in bytes
  /// @throws IOException when a file is missing
  public static List<Long> lengths(List<Path> files) throws IOException {
    List<Long> lengths = new ArrayList<>();
    for (Path file : files) {
      lengths.add(Files.size(file));
    }
    return lengths;
  }

  /// Cuts an archive into the planned files, once and from its start to its end. Each file is
  /// hashed and checked as it passes.
  ///
  /// @param lengths the stated length of each planned file
  /// @param archive read to its end; the caller closes it
  /// @param to an empty folder
  /// @return the files by planned file
  /// @throws UntrueResult when the archive holds anything but the planned files
  /// @throws IOException when the transfer fails or the disk refuses
  public static Map<PlannedFile, Taken> take(
      RenderPlan plan, List<Long> lengths, InputStream archive, Path to) throws IOException {
    requirePlanned(plan, lengths);
    Map<PlannedFile, Taken> taken = new LinkedHashMap<>();
    for (int i = 0; i < lengths.size(); i++) {
      PlannedFile file = plan.files().get(i);
      Taken one = ResultFiles.accept(file, new Part(archive, lengths.get(i)), to);
      if (one.bytes() != lengths.get(i)) {
        throw new UntrueResult("the archive ends within " + file.name());
      }
      taken.put(file, one);
    }
    if (archive.read() >= 0) {
      throw new UntrueResult("the archive has more bytes after the last file");
    }
    return taken;
  }

  /// @param lengths the stated length of each planned file
  /// @throws UntrueResult when the plan has another number of files, or a file cannot be that long
  public static void requirePlanned(RenderPlan plan, List<Long> lengths) {
    if (lengths.size() != plan.files().size()) {
      throw new UntrueResult(lengths.size() + " files instead of " + plan.files().size());
    }
    for (int i = 0; i < lengths.size(); i++) {
      PlannedFile file = plan.files().get(i);
      if (lengths.get(i) < 1 || lengths.get(i) > OutputAllowance.of(file)) {
        throw new UntrueResult(file.name() + " cannot have " + lengths.get(i) + " bytes");
      }
    }
  }

  /// The next bytes of the archive, up to a length.
  private static final class Part extends InputStream {
    private final InputStream archive;
    private long left;

    Part(InputStream archive, long bytes) {
      this.archive = archive;
      this.left = bytes;
    }

    @Override
    public int read() throws IOException {
      int b = left == 0 ? -1 : archive.read();
      left -= b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = left == 0 ? -1 : archive.read(buffer, offset, (int) Math.min(length, left));
      left -= Math.max(0, n);
      return n;
    }
  }
}
