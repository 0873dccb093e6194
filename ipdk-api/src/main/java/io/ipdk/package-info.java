/** What an application writes against: the IPU, its devices, specs, events, errors and units. */
@NullMarked
package io.ipdk;

import org.jspecify.annotations.NullMarked;
