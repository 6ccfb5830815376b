package dev.tintype.redis;

/// What the hosts of an address are.
enum Topology {
  /// One server.
  SERVER,

  /// Sentinels, which know the primary of a group of servers.
  SENTINEL,

  /// Some nodes of a Redis Cluster.
  CLUSTER
}
