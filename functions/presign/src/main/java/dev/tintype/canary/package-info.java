/// The canary: it sends one image through the deployed platform, after each deployment and each
/// hour.
@NullMarked
package dev.tintype.canary;

import org.jspecify.annotations.NullMarked;
