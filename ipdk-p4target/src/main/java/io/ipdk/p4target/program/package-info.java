/** A P4 program as p4c wrote it for bmv2: read from JSON, resolved by name, checked. */
@NullMarked
package io.ipdk.p4target.program;

import org.jspecify.annotations.NullMarked;
