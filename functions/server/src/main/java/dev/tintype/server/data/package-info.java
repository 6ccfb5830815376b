/// What one data folder holds, and the adapters over it.
@NullMarked
package dev.tintype.server.data;

import org.jspecify.annotations.NullMarked;
