/// Endpoints that receive and send files: uploads, downloads, public variants, the console.
@NullMarked
package dev.tintype.server.http.files;

import org.jspecify.annotations.NullMarked;
