package dev.tintype.redis;

import dev.tintype.core.port.StoreUnavailable;
import java.util.List;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/// Runs scripts with the queue's keys. Safe for use by many threads.
///
/// @param connections to the server
/// @param keys the names of the keys
record ScriptRunner(Connections connections, Keys keys) {

  /// Runs a script that may run twice when the connection breaks during it.
  ///
  /// @param what what it does, for complaints
  /// @return what the script returns: a [Long], a [String] or a [List]
  /// @throws StoreUnavailable when it is unknown whether it ran
  Object again(String what, Script script, String... arguments) {
    return connections.again(what, jedis -> run(jedis, script, List.of(arguments)));
  }

  /// Runs a script whose answer would be another one the second time.
  ///
  /// @param what what it does, for complaints
  /// @return whether the script returned 1
  /// @throws StoreUnavailable when it is unknown whether it ran
  boolean once(String what, Script script, String... arguments) {
    return connections.once(what, jedis -> run(jedis, script, List.of(arguments))).equals(1L);
  }

  /// A server that was started anew knows no scripts.
  private Object run(UnifiedJedis jedis, Script script, List<String> arguments) {
    try {
      return jedis.evalsha(script.sha(), keys.all(), arguments);
    } catch (JedisNoScriptException _) {
      return jedis.eval(script.source(), keys.all(), arguments);
    }
  }
}
