/** Controllers that serve block devices to virtual machines over vhost-user. */
@NullMarked
package io.ipdk.nativeaccess.spdk.vhost;

import org.jspecify.annotations.NullMarked;
