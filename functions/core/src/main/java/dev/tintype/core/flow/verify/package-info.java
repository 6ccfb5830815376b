/// Checking stored files against their manifests, and repairing them.
@NullMarked
package dev.tintype.core.flow.verify;

import org.jspecify.annotations.NullMarked;
