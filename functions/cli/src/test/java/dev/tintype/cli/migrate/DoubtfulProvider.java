package dev.tintype.cli.migrate;

import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;

/// A SQLite file as a store of another kind: its server may lose an answered write, and no server
/// runs on it.
public final class DoubtfulProvider implements JobsProvider {

  /// For the service loader.
  public DoubtfulProvider() {}

  @Override
  public String scheme() {
    return "doubtful";
  }

  @Override
  public String form() {
    return "doubtful:FILE";
  }

  private String file(String address) {
    return "sqlite:" + path(address);
  }

  /// @throws InvalidAddress always
  @Override
  public Opened jobs(String address, Opening opening) {
    throw new InvalidAddress(address, "is for no server");
  }

  @Override
  public boolean canServe() {
    return false;
  }

  @Override
  public boolean isThere(String address, Opening opening) {
    return Providers.of(JobsProvider.class, file(address)).isThere(file(address), opening);
  }

  @Override
  public List<Fact> examine(String address) {
    return List.of(
        new Fact("fsync", false, "is off"), new Fact("version", true, "is not worth a warning"));
  }

  @Override
  public Optional<RecordTransfer> transfer(String address, Opening opening) {
    RecordTransfer store =
        Providers.of(JobsProvider.class, file(address))
            .transfer(file(address), opening)
            .orElseThrow();
    return Optional.of(
        (RecordTransfer)
            Proxy.newProxyInstance(
                RecordTransfer.class.getClassLoader(),
                new Class<?>[] {RecordTransfer.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("name")) {
                    return address;
                  }
                  try {
                    return method.invoke(store, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                }));
  }
}
