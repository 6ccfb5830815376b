/// The adapters of core's storage ports on S3 and on stores with its protocol.
@NullMarked
package dev.tintype.s3;

import org.jspecify.annotations.NullMarked;
