/// The queue in share groups of Apache Kafka.
@NullMarked
package dev.tintype.kafka;

import org.jspecify.annotations.NullMarked;
