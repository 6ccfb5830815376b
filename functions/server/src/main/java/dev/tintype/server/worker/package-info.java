/// Worker processes that process jobs, and their supervision.
@NullMarked
package dev.tintype.server.worker;

import org.jspecify.annotations.NullMarked;
