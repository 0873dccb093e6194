/** Changes: ordered, cut into batches, many on their way at once, and each answer joined to the change it is for. */
@NullMarked
package io.ipdk.p4runtime.write;

import org.jspecify.annotations.NullMarked;
