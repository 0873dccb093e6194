/** What goes wrong between a controller and a target: a small tree with the target's code, the next step and whether a retry can help. */
@NullMarked
package io.ipdk.p4runtime.error;

import org.jspecify.annotations.NullMarked;
