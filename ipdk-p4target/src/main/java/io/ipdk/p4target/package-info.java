/** A P4 target in the JVM: p4c's output for bmv2, compiled to bytecode, forwarding packets. */
@NullMarked
package io.ipdk.p4target;

import org.jspecify.annotations.NullMarked;
