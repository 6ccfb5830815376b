/// The whole platform under load: its photographs, its server, the clients and what is measured.
@NullMarked
package dev.tintype.bench.platform;

import org.jspecify.annotations.NullMarked;
