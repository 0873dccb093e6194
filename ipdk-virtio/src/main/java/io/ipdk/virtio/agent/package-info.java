/**
 * Poll agents: work that one thread polls while there is something to do, and that sleeps until kicked while there is not.
 */
@NullMarked
package io.ipdk.virtio.agent;

import org.jspecify.annotations.NullMarked;
