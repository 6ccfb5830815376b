/// Load tests of the whole platform: photographs, server, clients and figures.
@NullMarked
package dev.tintype.bench.platform;

import org.jspecify.annotations.NullMarked;
