/** Between entities by name and P4Runtime's messages by id: every check that a P4Info allows, both ways. */
@NullMarked
package io.ipdk.p4runtime.codec;

import org.jspecify.annotations.NullMarked;
