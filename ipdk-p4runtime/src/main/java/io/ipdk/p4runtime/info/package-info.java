/** The contract of a P4 program: tables, actions and the rest by name, read from P4Info and indexed once. */
@NullMarked
package io.ipdk.p4runtime.info;

import org.jspecify.annotations.NullMarked;
