/// The data folder, and the adapters that settings name.
@NullMarked
package dev.tintype.server.data;

import org.jspecify.annotations.NullMarked;
