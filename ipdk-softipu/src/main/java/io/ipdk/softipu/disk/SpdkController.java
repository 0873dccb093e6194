package io.ipdk.softipu.disk;

import io.ipdk.error.HostException;
import io.ipdk.error.NotFoundException;
import io.ipdk.nativeaccess.spdk.SpdkClient;
import io.ipdk.nativeaccess.spdk.bdev.BdevInfo;
import io.ipdk.nativeaccess.spdk.rpc.SpdkErrorKind;
import io.ipdk.nativeaccess.spdk.rpc.SpdkException;
import io.ipdk.nativeaccess.spdk.vhost.VhostBlkSpec;
import io.ipdk.nativeaccess.spdk.vhost.VhostControllerInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** SPDK's end of a disk: a vhost-user-blk controller named after the disk. Immutable. */
final class SpdkController {
    private static final long PAUSE_MILLIS = 50;

    private final String name;

    SpdkController(String busId) {
        name = "ipdk-" + busId;
    }

    /** The controller, if it is there and has its block device. */
    Optional<VhostControllerInfo> find(SpdkClient spdk) {
        return spdk.vhost().find(name).filter(controller -> controller.bdev().isPresent());
    }

    /**
     * Makes the controller, or takes over one that is there already and serves the same.
     *
     * @throws HostException there is one that serves something else
     */
    VhostControllerInfo bring(SpdkClient spdk, BdevInfo bdev, boolean readOnly) {
        Optional<VhostControllerInfo> present = spdk.vhost().find(name);
        if (present.isPresent() && present.get().bdev().isEmpty()) {
            // Its block device was removed under it; it would answer nothing but errors.
            spdk.vhost().delete(name);
        } else if (present.isPresent()) {
            String served = present.get().bdev().orElseThrow();
            if (!bdev.isCalled(served) || present.get().readOnly() != readOnly) {
                throw new HostException(
                        "SPDK's controller " + name + " serves " + served
                                + (present.get().readOnly() ? " for reading" : "") + ", not " + bdev.name(),
                        "another IPU may use the name: choose another one for the disk, or delete the controller",
                        false);
            }
            return present.get();
        }
        spdk.vhost().createBlk(VhostBlkSpec.of(name, bdev.name()).withReadOnly(readOnly));
        return spdk.vhost().get(name);
    }

    /**
     * Removes the controller. SPDK keeps one whose front end is still connected, so that is waited for.
     *
     * @param patience how long
     */
    void delete(SpdkClient spdk, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                spdk.vhost().delete(name);
                return;
            } catch (NotFoundException gone) {
                return;
            } catch (SpdkException e) {
                if (e.kind() != SpdkErrorKind.BUSY || System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new HostException("interrupted while SPDK lets go of " + name, "ask again", true, e);
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
