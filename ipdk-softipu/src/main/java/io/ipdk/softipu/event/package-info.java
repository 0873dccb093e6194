/** The software IPU's stream of events. */
@NullMarked
package io.ipdk.softipu.event;

import org.jspecify.annotations.NullMarked;
