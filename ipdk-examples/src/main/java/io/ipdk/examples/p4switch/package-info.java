/** The P4 target as a process of its own: its options, its ports on interfaces, sockets and capture files, and its log. */
@NullMarked
package io.ipdk.examples.p4switch;

import org.jspecify.annotations.NullMarked;
