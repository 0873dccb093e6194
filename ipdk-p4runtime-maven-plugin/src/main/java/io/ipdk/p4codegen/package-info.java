/** Java for a P4 program: one small class for each table, action, digest, packet header, counter, meter and register. */
@NullMarked
package io.ipdk.p4codegen;

import org.jspecify.annotations.NullMarked;
