/** A P4Runtime target that does what a test tells it: a modest model of the specification, and scripts for the odd paths. */
@NullMarked
package io.ipdk.testkit.p4runtime;

import org.jspecify.annotations.NullMarked;
