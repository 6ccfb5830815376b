/// How an upload begins and how the arrival of an original starts its job.
@NullMarked
package dev.tintype.core.flow.upload;

import org.jspecify.annotations.NullMarked;
