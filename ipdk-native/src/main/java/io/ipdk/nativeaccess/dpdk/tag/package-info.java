/**
 * Which host device a packet came from or goes to, carried with the packet: in a field of the mbuf, or in a header of the
 * frame. Both sides declare where the tag is, how wide it is and what it means, and compare before the first packet.
 */
@NullMarked
package io.ipdk.nativeaccess.dpdk.tag;

import org.jspecify.annotations.NullMarked;
