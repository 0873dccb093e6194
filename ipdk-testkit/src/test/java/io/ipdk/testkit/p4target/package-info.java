@NullMarked
package io.ipdk.testkit.p4target;

import org.jspecify.annotations.NullMarked;
