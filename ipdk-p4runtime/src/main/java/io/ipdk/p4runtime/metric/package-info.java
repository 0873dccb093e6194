/** Where the client counts: a tiny interface, and Micrometer behind it for those who have it. */
@NullMarked
package io.ipdk.p4runtime.metric;

import org.jspecify.annotations.NullMarked;
