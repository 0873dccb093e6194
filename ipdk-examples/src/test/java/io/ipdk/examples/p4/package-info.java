@NullMarked
package io.ipdk.examples.p4;

import org.jspecify.annotations.NullMarked;
