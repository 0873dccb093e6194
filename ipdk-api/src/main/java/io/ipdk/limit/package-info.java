/** Service levels that are enforced: rates and their bursts. */
@NullMarked
package io.ipdk.limit;

import org.jspecify.annotations.NullMarked;
