/// Processing files into a folder of finished versions, without a server.
@NullMarked
package dev.tintype.cli.folder;

import org.jspecify.annotations.NullMarked;
