/// The queue in Redis or Valkey.
@NullMarked
package dev.tintype.redis;

import org.jspecify.annotations.NullMarked;
