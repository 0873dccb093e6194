/** The control plane: P4Runtime's entities checked against P4Info and turned into forwarding state. */
@NullMarked
package io.ipdk.p4target.control;

import org.jspecify.annotations.NullMarked;
