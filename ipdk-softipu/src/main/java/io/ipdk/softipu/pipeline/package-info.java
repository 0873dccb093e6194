/** The pipeline of the software IPU: the P4 target behind the ports, and the P4Runtime server in front of it. */
@NullMarked
package io.ipdk.softipu.pipeline;

import org.jspecify.annotations.NullMarked;
