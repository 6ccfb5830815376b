package dev.tintype.cli.doctor;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Addresses;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.StorageProvider;
import dev.tintype.core.provider.Trial;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Tries out the storage that the settings name, as the server does when it starts. The data folder
/// needs no trial.
public final class StorageExamination {

  private static final String NAME = "storage";

  private StorageExamination() {}

  /// @param address the setting of the storage
  /// @param scratch a folder for what the adapter keeps
  /// @return no finding for the data folder
  public static List<Finding> of(String address, Path scratch) {
    if (address.equals(Addresses.DATA_FOLDER.storage())) {
      return List.of();
    }
    try (Opening opening = new Opening(scratch, InstantSource.system(), new SecureRandom())) {
      return findings(
          address, Providers.of(StorageProvider.class, address).storage(address, opening).trial());
    } catch (InvalidAddress | StoreUnavailable e) {
      return List.of(Finding.missing(NAME, String.valueOf(e.getMessage())));
    }
  }

  private static List<Finding> findings(String address, Trial trial) {
    List<Finding> findings = new ArrayList<>();
    trial.lacks().forEach(lack -> findings.add(Finding.missing(NAME, lack)));
    trial.remarks().forEach(remark -> findings.add(Finding.warning(NAME, remark)));
    if (trial.lacks().isEmpty()) {
      findings.add(Finding.ok(NAME, address + " keeps what Tintype needs"));
    }
    return findings;
  }
}
