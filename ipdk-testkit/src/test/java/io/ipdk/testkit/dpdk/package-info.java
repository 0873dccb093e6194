@NullMarked
package io.ipdk.testkit.dpdk;

import org.jspecify.annotations.NullMarked;
