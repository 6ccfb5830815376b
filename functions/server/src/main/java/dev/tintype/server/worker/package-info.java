/// Workers: processes of their own that work on jobs, and what keeps them running.
@NullMarked
package dev.tintype.server.worker;

import org.jspecify.annotations.NullMarked;
