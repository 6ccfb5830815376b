/// The HTTP API on plain records: any host maps its own requests and responses to these.
@NullMarked
package dev.tintype.core.api;

import org.jspecify.annotations.NullMarked;
