/// Files in, a folder of finished versions out, without a server.
@NullMarked
package dev.tintype.cli.folder;

import org.jspecify.annotations.NullMarked;
