@NullMarked
package io.ipdk.p4target.server.arbitration;

import org.jspecify.annotations.NullMarked;
