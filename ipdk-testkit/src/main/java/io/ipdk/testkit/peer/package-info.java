/**
 * Real programs and machine facilities that tests run against, and the annotation that says a test needs one.
 */
@NullMarked
package io.ipdk.testkit.peer;

import org.jspecify.annotations.NullMarked;
