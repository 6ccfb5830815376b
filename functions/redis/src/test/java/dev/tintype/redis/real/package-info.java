/// Tests with real servers, which `.ci/queues/redis` runs: each class starts its own from the
/// program that `TINTYPE_TEST_REDIS_PROGRAM` names.
package dev.tintype.redis.real;
