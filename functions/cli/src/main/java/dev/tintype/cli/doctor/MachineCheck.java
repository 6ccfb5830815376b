package dev.tintype.cli.doctor;

import dev.tintype.core.RenderRevision;
import dev.tintype.render.process.RendererSettings;
import dev.tintype.server.settings.HumanText;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Checks the system, Java, memory and the disk.
final class MachineCheck {

  private static final long NEEDED_ROOM_BYTES = 1L << 30;

  private MachineCheck() {}

  /// @param scratch a folder on the disk that will hold work folders
  static List<Finding> findings(Path scratch) throws IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    return List.of(platform(), java(), machine(processors, Memory.ofThisProcess()), room(scratch));
  }

  private static Finding platform() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.version");
    String architecture = RenderRevision.CURRENT.architecture();
    boolean known = architecture.equals("x86_64") || architecture.equals("arm64");
    String detail = system + ", " + architecture + ", render revision " + RenderRevision.CURRENT;
    return System.getProperty("os.name").equals("Linux") && known
        ? Finding.ok("platform", detail)
        : Finding.missing("platform", detail + ": Linux with x86-64 or arm64 is needed");
  }

  private static Finding java() {
    String detail =
        "%s %s in %s"
            .formatted(
                System.getProperty("java.vendor"),
                System.getProperty("java.version"),
                System.getProperty("java.home"));
    return Runtime.version().feature() == 25
        ? Finding.ok("java", detail)
        : Finding.missing("java", detail + ": a JDK 25 is needed");
  }

  /// @return a finding about the machine's resources and the limits of its control group
  static Finding machine(int processors, Memory memory) {
    String detail =
        "%s, %s of memory%s; a renderer may use %s"
            .formatted(
                HumanText.count(processors, "processor"),
                HumanText.bytes(memory.machineBytes()),
                memory
                    .limit()
                    .map(limit ->
                        ", of which the control group %s allows %s"
                            .formatted(limit.group(), HumanText.bytes(limit.bytes())))
                    .orElse(""),
                HumanText.bytes(RendererSettings.MEMORY_BYTES));
    return memory.bytes() >= RendererSettings.MEMORY_BYTES
        ? Finding.ok("machine", detail)
        : Finding.warning(
            "machine",
            detail + ": the kernel may kill renderers of large originals; those are retried");
  }

  private static Finding room(Path scratch) throws IOException {
    FileStore store = Files.getFileStore(scratch);
    String detail =
        "%s free in %s (%s)"
            .formatted(HumanText.bytes(store.getUsableSpace()), scratch, store.type());
    return store.getUsableSpace() >= NEEDED_ROOM_BYTES
        ? Finding.ok("scratch space", detail)
        : Finding.warning("scratch space", detail + ": free at least 1 GB");
  }
}
