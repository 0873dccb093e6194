/** The demo: ports and a disk are plugged, used, limited, changed live and unplugged, and every step is checked. */
@NullMarked
package io.ipdk.examples.demo;

import org.jspecify.annotations.NullMarked;
