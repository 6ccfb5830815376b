package dev.tintype.cli.doctor;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Addresses;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Provider;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import dev.tintype.core.provider.StorageProvider;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Checks what stands behind the addresses of an installation.
public final class Backing {

  private final Set<String> seen = new LinkedHashSet<>();
  private final List<Finding> findings = new ArrayList<>();

  private Backing() {}

  /// @return what the adapters tell of storage, jobs and queue. An address that is named twice is
  ///   examined once
  public static List<Finding> of(Addresses addresses) {
    Backing backing = new Backing();
    backing.examine("storage", StorageProvider.class, addresses.storage());
    backing.examine("jobs", JobsProvider.class, addresses.jobs());
    backing.examine("queue", QueueProvider.class, addresses.queue());
    return backing.findings;
  }

  private <P extends Provider> void examine(String name, Class<P> kind, String address) {
    if (!seen.add(address)) {
      return;
    }
    try {
      Providers.of(kind, address).examine(address).forEach(fact -> findings.add(finding(fact)));
    } catch (StoreUnavailable | InvalidAddress e) {
      findings.add(Finding.missing(name, String.valueOf(e.getMessage())));
    }
  }

  private static Finding finding(Fact fact) {
    return fact.isWell()
        ? Finding.ok(fact.name(), fact.detail())
        : Finding.warning(fact.name(), fact.detail());
  }
}
