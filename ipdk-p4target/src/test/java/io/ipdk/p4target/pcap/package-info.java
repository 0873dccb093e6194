@NullMarked
package io.ipdk.p4target.pcap;

import org.jspecify.annotations.NullMarked;
