/**
 * A conformance suite for P4Runtime servers: every check is named by the behaviour that the specification demands, and drives
 * any address over raw stubs.
 */
@NullMarked
package io.ipdk.testkit.p4runtime.conformance;

import org.jspecify.annotations.NullMarked;
