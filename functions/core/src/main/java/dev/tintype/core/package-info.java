/// The values of Tintype: what an image, a job, a recipe and a manifest are, and how they are
/// named.
@NullMarked
package dev.tintype.core;

import org.jspecify.annotations.NullMarked;
