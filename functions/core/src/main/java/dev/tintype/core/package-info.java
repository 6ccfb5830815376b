/// The values of Tintype: images, jobs, recipes and manifests, and their names.
@NullMarked
package dev.tintype.core;

import org.jspecify.annotations.NullMarked;
