@NullMarked
package io.ipdk.examples.doctor;

import org.jspecify.annotations.NullMarked;
