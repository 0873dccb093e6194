/**
 * Two threads on one split ring, driver and device, under jcstress: what one side publishes the other sees whole, and
 * nobody sleeps through a notification.
 *
 * <p>Built and run by {@code mvn -Pjcstress -pl ipdk-benchmarks -am verify -DskipTests -DskipITs}; no part of the normal
 * build.
 */
@NullMarked
package io.ipdk.benchmarks.stress;

import org.jspecify.annotations.NullMarked;
