/// The settings of the server and of commands on its data, read from the environment.
@NullMarked
package dev.tintype.server.settings;

import org.jspecify.annotations.NullMarked;
