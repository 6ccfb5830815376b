package dev.tintype.server.run;

/// What a host runs.
public enum Role {
  /// The API, the loops and workers.
  SERVE("serve"),

  /// The API and the loops; workers are on other hosts.
  API("api"),

  /// Workers; the API is on other hosts.
  WORKER("worker");

  private final String code;

  Role(String code) {
    this.code = code;
  }

  /// @return as `/readyz` names it
  public String code() {
    return code;
  }
}
