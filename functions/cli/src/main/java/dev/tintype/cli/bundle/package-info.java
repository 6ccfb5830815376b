/// Steps of packaging: what a release bundle needs from the built jars.
@NullMarked
package dev.tintype.cli.bundle;

import org.jspecify.annotations.NullMarked;
