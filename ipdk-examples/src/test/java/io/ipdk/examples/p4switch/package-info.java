@NullMarked
package io.ipdk.examples.p4switch;

import org.jspecify.annotations.NullMarked;
