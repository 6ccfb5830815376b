package dev.tintype.bench.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// One load test. It starts a server, warms it up and sends requests while it is idle, then again
/// while `tintype upload` uploads photographs, until every image has reached its final state.
public final class Load {

  private static final String RECIPE = "fast";
  private static final int WARM_UP_STARTS = 300;
  private static final long WARM_UP_PERIOD = 5_000_000;
  private static final int IDLE_STARTS = 500;
  private static final long IDLE_PERIOD = 20_000_000;

  /// Ten requests per second took 1.5 % of two processors away from the measured work.
  private static final long LOAD_PERIOD = 500_000_000;

  private final Path script;
  private final Path folder;

  /// @param script the script `tintype`
  /// @param folder an empty folder for this load alone
  public Load(Path script, Path folder) {
    this.script = script.toAbsolutePath();
    this.folder = folder;
  }

  /// @param warmUp photographs uploaded before anything is measured
  /// @param photos the photographs of the load
  public LoadFigure run(Piece piece, List<Path> warmUp, List<Path> photos)
      throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>();
    if (!piece.isUsual()) {
      environment.put("TINTYPE_WORKERS", Integer.toString(piece.workers()));
      environment.put("TINTYPE_ENCODERS", Integer.toString(piece.encoders()));
    }
    try (Server server = Server.start(script, folder.resolve("data"), environment)) {
      upload(server, linked(folder.resolve("warm-up"), warmUp)).end();
      return measured(piece, server, photos);
    }
  }

  private LoadFigure measured(Piece piece, Server server, List<Path> photos)
      throws IOException, InterruptedException {
    try (UploadStarts starts = new UploadStarts(server)) {
      starts.run(WARM_UP_PERIOD, times(WARM_UP_STARTS));
      List<Double> idle = starts.run(IDLE_PERIOD, times(IDLE_STARTS));
      Path brought = linked(folder.resolve("photos"), photos);
      double serverCpu = server.cpuSeconds();
      double workersCpu = server.workersCpuSeconds();
      UploadCommand upload = upload(server, brought);
      List<Long> resident = new ArrayList<>();
      List<Double> load =
          starts.run(LOAD_PERIOD, () -> look(server, resident) && upload.process().isAlive());
      UploadCommand.Ended ended = upload.end();
      return new LoadFigure(
          piece,
          ended.seconds(),
          ended.states(),
          idle,
          load,
          server.cpuSeconds() - serverCpu,
          server.workersCpuSeconds() - workersCpu,
          everySecond(resident),
          server.peakBytes());
    }
  }

  private UploadCommand upload(Server server, Path photos) throws IOException {
    return UploadCommand.start(
        script, server, photos, RECIPE, folder.resolve(photos.getFileName() + ".jsonl"));
  }

  private static BooleanSupplier times(int count) {
    int[] left = {count};
    return () -> left[0]-- > 0;
  }

  private static boolean look(Server server, List<Long> resident) {
    try {
      return resident.add(server.residentBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Long> everySecond(List<Long> looks) {
    int step = (int) (TimeUnit.SECONDS.toNanos(1) / LOAD_PERIOD);
    List<Long> some = new ArrayList<>();
    for (int i = 0; i < looks.size(); i += step) {
      some.add(looks.get(i));
    }
    return some;
  }

  /// @param folder an absent folder on the photographs' file system
  /// @return the folder, with a link to each photograph
  public static Path linked(Path folder, List<Path> photos) throws IOException {
    Path links = Files.createDirectory(folder);
    for (Path photo : photos) {
      Files.createLink(links.resolve(photo.getFileName()), photo);
    }
    return links;
  }
}
