@NullMarked
package io.ipdk.softipu.net;

import org.jspecify.annotations.NullMarked;
