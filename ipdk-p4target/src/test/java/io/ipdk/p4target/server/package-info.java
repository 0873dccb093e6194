@NullMarked
package io.ipdk.p4target.server;

import org.jspecify.annotations.NullMarked;
