/** What every virtual device shares: plug, plan, update, observe, unplug. */
@NullMarked
package io.ipdk.device;

import org.jspecify.annotations.NullMarked;
