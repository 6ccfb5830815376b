/// Tintype on one machine: its settings and how its parts are put together.
@NullMarked
package dev.tintype.server;

import org.jspecify.annotations.NullMarked;
