@NullMarked
package io.ipdk.examples.console;

import org.jspecify.annotations.NullMarked;
