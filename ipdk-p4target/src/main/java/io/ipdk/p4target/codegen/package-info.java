/** From a program to Java source, and from there to a class. */
@NullMarked
package io.ipdk.p4target.codegen;

import org.jspecify.annotations.NullMarked;
