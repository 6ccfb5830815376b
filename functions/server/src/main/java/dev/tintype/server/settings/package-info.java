/// The settings of a server and of the commands that use its data, read from the environment.
@NullMarked
package dev.tintype.server.settings;

import org.jspecify.annotations.NullMarked;
