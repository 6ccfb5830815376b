@NullMarked
package dev.tintype.cli.bundle;

import org.jspecify.annotations.NullMarked;
