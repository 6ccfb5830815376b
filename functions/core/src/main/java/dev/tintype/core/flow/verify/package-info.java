/// How stored files are checked against their manifests, and repaired.
@NullMarked
package dev.tintype.core.flow.verify;

import org.jspecify.annotations.NullMarked;
