/// An SQS for the tests: LocalStack if available, else an embedded server.
@NullMarked
package dev.tintype.sqs.emulator;

import org.jspecify.annotations.NullMarked;
