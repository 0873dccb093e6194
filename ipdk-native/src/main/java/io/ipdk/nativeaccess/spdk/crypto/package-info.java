/** Keys and encrypted block devices. Keys go in and never come out: not in answers, messages or logs. */
@NullMarked
package io.ipdk.nativeaccess.spdk.crypto;

import org.jspecify.annotations.NullMarked;
