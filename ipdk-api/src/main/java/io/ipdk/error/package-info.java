/** The error tree: what was asked, what came back, what is allowed, what to do next, and whether a retry can help. */
@NullMarked
package io.ipdk.error;

import org.jspecify.annotations.NullMarked;
