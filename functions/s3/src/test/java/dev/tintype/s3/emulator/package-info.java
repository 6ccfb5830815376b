/// An S3 for the tests: LocalStack if available, else an embedded server.
@NullMarked
package dev.tintype.s3.emulator;

import org.jspecify.annotations.NullMarked;
