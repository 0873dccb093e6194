package io.ipdk.examples.demo;

import io.ipdk.examples.console.Workplace;
import io.ipdk.testkit.guest.Guest;
import io.ipdk.testkit.guest.GuestImage;
import io.ipdk.testkit.guest.GuestSpec;
import io.ipdk.testkit.guest.GuestSpec.Start;

/**
 * The two guests of the demo.
 *
 * <p>Thread-safe; each guest is confined to one thread at a time.
 */
final class DemoGuests implements AutoCloseable {

    private static final int SLOTS = 4;

    private final GuestSession alpha;
    private final GuestSession beta;

    private DemoGuests(GuestSession alpha, GuestSession beta) {
        this.alpha = alpha;
        this.beta = beta;
    }

    /** Starts both from one image and does not wait for them to boot. */
    static DemoGuests start(Workplace workplace) {
        GuestImage image = GuestImage.build(workplace.path());
        GuestSpec spec = GuestSpec.of(g -> g.slots(SLOTS).image(image).start(Start.BOOTING));
        Guest first = Guest.start(spec);
        try {
            return new DemoGuests(new GuestSession("alpha", first), new GuestSession("beta", Guest.start(spec)));
        } catch (RuntimeException e) {
            first.close();
            throw e;
        }
    }

    /** Waits until both run commands. */
    DemoGuests awaitBoot() {
        alpha.guest().awaitReady();
        beta.guest().awaitReady();
        return this;
    }

    /** The URI of a software IPU that serves both. */
    String uri() {
        return "soft:?bus=qemu&qmp.alpha=" + alpha.guest().qmpSocket() + "&qmp.beta="
                + beta.guest().qmpSocket();
    }

    GuestSession alpha() {
        return alpha;
    }

    GuestSession beta() {
        return beta;
    }

    @Override
    public void close() {
        try {
            alpha.close();
        } finally {
            beta.close();
        }
    }
}
