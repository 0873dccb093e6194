package io.ipdk.virtio.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.nativeaccess.memory.RawMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random work on a driver and a device, compared to a model of plain collections: every chain arrives once, as it was
 * offered, and comes back once, in the order and with the length the device chose; nobody who armed is forgotten.
 */
class SplitQueuesModelTest {
    private record Offer(int token, List<Integer> lengths, int readable, long firstAddress) {}

    private record Use(int token, int length) {}

    private final List<Offer> offered = new ArrayList<>();
    private final List<Offer> published = new ArrayList<>();
    private final Map<Integer, Offer> held = new HashMap<>();
    private final List<Use> used = new ArrayList<>();
    private final List<Use> usedPublished = new ArrayList<>();
    private final List<DescriptorChain> chains = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "1, false, false",
        "2, true, false",
        "4, false, true",
        "8, true, true",
        "64, true, true",
        "256, false, true",
        "1024, true, false"
    })
    void agreesWithPlainCollections(int size, boolean eventIndex, boolean indirect) {
        SplittableRandom random = new SplittableRandom(size);
        long features = (eventIndex ? Ring.EVENT_IDX : 0) | (indirect ? Ring.INDIRECT : 0);
        try (Ring ring = new Ring(size, features)) {
            boolean deviceSleeps = false;
            boolean driverSleeps = false;
            int rounds = size == 1024 ? 2_000 : 10_000;
            for (int round = 0; round < rounds; round++) {
                offerSome(ring, random, round);
                if (random.nextInt(3) > 0) {
                    ring.driver.publish();
                    published.addAll(offered);
                    boolean news = !offered.isEmpty();
                    offered.clear();
                    boolean kick = ring.driver.kickNeeded();
                    assertThat(kick || !(deviceSleeps && news))
                            .as("a kick for a sleeping device")
                            .isTrue();
                    deviceSleeps &= !kick;
                }
                if (!deviceSleeps) {
                    fetchSome(ring, random);
                    useSome(ring, random);
                    if (random.nextInt(3) > 0) {
                        boolean news = !used.isEmpty();
                        assertThat(ring.device.publish()).isEqualTo(used.size());
                        usedPublished.addAll(used);
                        used.clear();
                        boolean interrupt = ring.device.interruptNeeded();
                        assertThat(interrupt || !(driverSleeps && news))
                                .as("an interrupt for a sleeper")
                                .isTrue();
                        driverSleeps &= !interrupt;
                    }
                    boolean workThere = ring.device.armKicks();
                    assertThat(workThere).isEqualTo(!published.isEmpty());
                    deviceSleeps = !workThere && held.isEmpty() && used.isEmpty();
                    if (!deviceSleeps) {
                        ring.device.suppressKicks();
                    }
                }
                if (!driverSleeps) {
                    takeBack(ring, random);
                    boolean workThere = ring.driver.armInterrupts();
                    assertThat(workThere).isEqualTo(!usedPublished.isEmpty());
                    driverSleeps = !workThere && random.nextBoolean();
                }
            }
            assertThat(ring.device.isBroken()).isFalse();
            assertThat(ring.driver.isBroken()).isFalse();
        }
    }

    private void offerSome(Ring ring, SplittableRandom random, int round) {
        for (int i = random.nextInt(4); i > 0; i--) {
            int count = random.nextInt(1, Math.min(ring.size, 6) + 1);
            int readable = random.nextInt(count + 1);
            long[] addresses = new long[count];
            int[] lengths = new int[count];
            long guest = Ring.BUFFERS + random.nextInt(0x1000);
            for (int j = 0; j < count; j++) {
                addresses[j] = ring.hostFor(guest + j * 0x100L);
                lengths[j] = random.nextInt(1, 0x100);
            }
            int token = round * 4 + i;
            if (ring.driver.offer(addresses, lengths, readable, count - readable, token)) {
                offered.add(new Offer(token, Arrays.stream(lengths).boxed().toList(), readable, ring.hostOf(guest)));
            }
        }
    }

    private void fetchSome(Ring ring, SplittableRandom random) {
        assertThat(ring.device.available()).isEqualTo(published.size());
        int fetched = 0;
        List<DescriptorChain> burst = new ArrayList<>();
        List<Offer> offers = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0 && fetched < published.size(); i--) {
            DescriptorChain chain = new DescriptorChain(16, 0x10000);
            assertThat(ring.device.next(chain)).isTrue();
            check(chain, published.get(fetched));
            offers.add(published.get(fetched++));
            burst.add(chain);
        }
        int back = fetched == 0 ? 0 : random.nextInt(fetched + 1) * random.nextInt(2);
        ring.device.unfetch(back);
        for (int i = 0; i < fetched - back; i++) {
            held.put(burst.get(i).head(), offers.get(i));
            chains.add(burst.get(i));
            published.remove(0);
        }
        assertThat(ring.device.inFlight()).isEqualTo(held.size());
    }

    private static void check(DescriptorChain chain, Offer offer) {
        assertThat(chain.fault()).isNull();
        assertThat(chain.segments()).isEqualTo(offer.lengths.size());
        assertThat(chain.readableSegments()).isEqualTo(offer.readable);
        for (int i = 0; i < offer.lengths.size(); i++) {
            assertThat(chain.length(i)).isEqualTo(offer.lengths.get(i));
            assertThat(chain.address(i)).isEqualTo(offer.firstAddress + i * 0x100L);
        }
    }

    private void useSome(Ring ring, SplittableRandom random) {
        for (int i = random.nextInt(6); i > 0 && !chains.isEmpty(); i--) {
            DescriptorChain chain = chains.remove(random.nextInt(chains.size()));
            Offer offer = Objects.requireNonNull(held.remove(chain.head()));
            int written = random.nextInt(chain.writableBytes() + 1);
            ring.device.addUsed(chain.head(), written);
            used.add(new Use(offer.token, written));
        }
    }

    private void takeBack(Ring ring, SplittableRandom random) {
        for (int i = random.nextInt(8); i > 0; i--) {
            int token = ring.driver.pollUsed();
            if (usedPublished.isEmpty()) {
                assertThat(token).isEqualTo(SplitDriverQueue.NONE);
                return;
            }
            Use expected = usedPublished.remove(0);
            assertThat(token).isEqualTo(expected.token);
            assertThat(ring.driver.usedLength()).isEqualTo(expected.length);
        }
        assertThat(RawMemory.getShort(ring.driver.usedRing() + SplitRingLayout.USED_INDEX) & 0xffff)
                .isEqualTo((ring.device.usedIndex() - used.size()) & 0xffff);
    }
}
