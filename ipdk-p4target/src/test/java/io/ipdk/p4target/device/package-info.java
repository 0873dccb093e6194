@NullMarked
package io.ipdk.p4target.device;

import org.jspecify.annotations.NullMarked;
