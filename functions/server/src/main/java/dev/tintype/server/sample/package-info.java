/// A picture made by code, for those who have no photo at hand.
@NullMarked
package dev.tintype.server.sample;

import org.jspecify.annotations.NullMarked;
