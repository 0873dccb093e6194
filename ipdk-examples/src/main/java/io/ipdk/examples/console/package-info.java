/** What the programs print with: tables, progress lines, numbers for people. */
@NullMarked
package io.ipdk.examples.console;

import org.jspecify.annotations.NullMarked;
