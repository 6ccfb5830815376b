/// The server of one machine, put together: HTTP, workers, and the loops that look after things.
@NullMarked
package dev.tintype.server.run;

import org.jspecify.annotations.NullMarked;
