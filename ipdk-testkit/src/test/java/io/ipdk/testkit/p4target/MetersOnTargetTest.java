package io.ipdk.testkit.p4target;

import static io.ipdk.p4runtime.value.P4Value.ipv4;
import static io.ipdk.testkit.p4target.SamplePrograms.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.CounterData;
import io.ipdk.p4runtime.entity.CounterEntry;
import io.ipdk.p4runtime.entity.DirectCounterEntry;
import io.ipdk.p4runtime.entity.DirectMeterEntry;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.MeterConfig;
import io.ipdk.p4runtime.entity.MeterCounterData;
import io.ipdk.p4runtime.entity.MeterEntry;
import io.ipdk.p4runtime.entity.TableEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.p4.config.v1.MeterSpec;
import org.p4.config.v1.P4Info;

/** Counters and meters, direct and indirect, on packets and on time that the test moves. */
class MetersOnTargetTest {
    @RegisterExtension
    static final P4TargetExtension TARGET = P4TargetExtension.running(SamplePrograms.load("acl_meter"));

    private static final TableEntry PERMIT =
            TableEntry.in("acl").ternary("dst", "10.9.0.1").priority(1).action("permit");
    private static final TableEntry CUSTOMER =
            TableEntry.in("police").exact("src", ipv4("10.1.0.1")).action("customer", a -> a.set("id", 5));

    /** Two green packets, two yellow ones; each second brings back one green and one yellow. */
    private static final MeterConfig NARROW = MeterConfig.twoRate(1, 2, 2, 4);

    private static final byte[] FRAME = Frames.udp("10.1.0.1", "10.9.0.1", 5_000, 80);

    @BeforeEach
    void forward(P4RuntimeClient client) {
        client.insert(TableEntry.in("fwd").exact("dst", "10.9.0.1").action("forward", a -> a.set("port", 9)), PERMIT);
    }

    @Test
    void aDirectCounterCountsTheHitsOfItsEntry(P4TestTarget target, P4RuntimeClient client) {
        inject(target, 3);
        CounterData three = new CounterData(3L * FRAME.length, 3);

        assertThat(read(client, DirectCounterEntry.of(PERMIT))).containsExactly(new DirectCounterEntry(PERMIT, three));
        assertThat(read(client, DirectCounterEntry.all("acl"))).hasSize(1);
        assertThat(read(client, PERMIT.key().withCounter())).containsExactly(PERMIT.counter(three));
        assertThat(read(client, PERMIT.key())).containsExactly(PERMIT);
    }

    @Test
    void aDirectCounterIsSetByItselfOrWithItsEntry(P4TestTarget target, P4RuntimeClient client) {
        client.modify(DirectCounterEntry.of(PERMIT).data(1_000, 10));
        inject(target, 1);
        assertThat(read(client, DirectCounterEntry.of(PERMIT)).get(0).data())
                .isEqualTo(new CounterData(1_000 + FRAME.length, 11));

        client.modify(PERMIT.counter(new CounterData(7, 8)));
        assertThat(read(client, PERMIT.key().withCounter()).get(0).counter()).isEqualTo(new CounterData(7, 8));

        assertThatThrownBy(() -> client.insert(DirectCounterEntry.of(PERMIT).data(0, 0)))
                .isInstanceOf(InvalidEntityException.class)
                .hasMessageContaining("allowed: MODIFY");
        assertThatThrownBy(() ->
                        client.modify(DirectCounterEntry.of(PERMIT.priority(2)).data(0, 0)))
                .hasMessageContaining("NOT_FOUND");
    }

    @Test
    void aDirectMeterColoursPacketsByRateAndBurst(P4TestTarget target, P4RuntimeClient client) {
        client.insert(CUSTOMER.meter(NARROW));

        assertThat(colours(inject(target, 6))).containsExactly("green", "green", "yellow", "yellow", "red", "red");
        target.advance(Duration.ofSeconds(1));
        assertThat(colours(inject(target, 3))).containsExactly("green", "yellow", "red");

        CounterData three = new CounterData(3L * FRAME.length, 3);
        MeterCounterData counted = new MeterCounterData(three, three, three);
        assertThat(read(client, CUSTOMER.key().withMeter().withMeterCounters()))
                .containsExactly(CUSTOMER.meter(NARROW).meterCounters(counted));
        assertThat(read(client, DirectMeterEntry.of(CUSTOMER).withCounters()))
                .containsExactly(new DirectMeterEntry(CUSTOMER, NARROW, counted));
    }

    @Test
    void aDirectMeterIsConfiguredClearedAndReset(P4TestTarget target, P4RuntimeClient client) {
        client.insert(CUSTOMER);
        assertThat(read(client, DirectMeterEntry.all("police"))).containsExactly(DirectMeterEntry.of(CUSTOMER));

        client.modify(DirectMeterEntry.of(CUSTOMER).config(NARROW));
        assertThat(colours(inject(target, 3))).containsExactly("green", "green", "yellow");

        client.modify(DirectMeterEntry.of(CUSTOMER).config(NARROW).withCounters());
        assertThat(read(client, DirectMeterEntry.of(CUSTOMER).withCounters()))
                .containsExactly(new DirectMeterEntry(CUSTOMER, NARROW, MeterCounterData.ZERO));

        client.modify(DirectMeterEntry.of(CUSTOMER));
        assertThat(colours(inject(target, 9))).containsOnly("green");
        assertThat(read(client, CUSTOMER.key().withMeter())).containsExactly(CUSTOMER);
    }

    @Test
    void indirectCountersCountByCell(P4TestTarget target, P4RuntimeClient client) {
        inject(target, 4);

        assertThat(read(client, CounterEntry.at("verdicts", 0)))
                .containsExactly(CounterEntry.at("verdicts", 0).data(4L * FRAME.length, 4));
        assertThat(read(client, CounterEntry.all("verdicts")))
                .hasSize(6)
                .filteredOn(cell -> !CounterData.ZERO.equals(cell.data()))
                .hasSize(1);
        assertThat(read(client, CounterEntry.all())).hasSize(6);
    }

    @Test
    void indirectCountersAreSetOneByOneOrAltogether(P4RuntimeClient client) {
        client.modify(CounterEntry.at("verdicts", 2).data(0, 77));
        assertThat(packets(read(client, CounterEntry.all("verdicts")))).containsExactly(0L, 0L, 77L, 0L, 0L, 0L);

        client.modify(CounterEntry.all("verdicts").data(0, 5));
        assertThat(packets(read(client, CounterEntry.all("verdicts")))).containsOnly(5L);

        assertThatThrownBy(() -> client.modify(CounterEntry.at("verdicts", 6).data(0, 1)))
                .hasMessageContaining("verdicts");
        assertThatThrownBy(() -> client.delete(CounterEntry.at("verdicts", 1))).hasMessageContaining("allowed: MODIFY");
    }

    @Test
    void indirectMetersColourAndCount(P4TestTarget target, P4RuntimeClient client) {
        MeterConfig oneFrame = MeterConfig.twoRate(FRAME.length, FRAME.length, FRAME.length, 2L * FRAME.length);
        client.modify(MeterEntry.at("port_meter", 1).config(oneFrame));

        assertThat(colours(inject(target, 4))).containsExactly("green", "yellow", "red", "red");

        CounterData one = new CounterData(FRAME.length, 1);
        assertThat(read(client, MeterEntry.at("port_meter", 1).withCounters()))
                .containsExactly(new MeterEntry(
                        "port_meter",
                        1,
                        oneFrame,
                        new MeterCounterData(one, one, new CounterData(2L * FRAME.length, 2))));
    }

    @Test
    void indirectMetersAreSetAltogetherClearedAndReset(P4TestTarget target, P4RuntimeClient client) {
        client.modify(MeterEntry.all("port_meter").config(MeterConfig.twoRate(1, 1, 1, 1)));
        assertThat(read(client, MeterEntry.all("port_meter"))).hasSize(512).allMatch(cell -> cell.config() != null);
        assertThat(colours(inject(target, 1))).containsExactly("red");

        client.modify(MeterEntry.at("port_meter", 1).withCounters());
        assertThat(colours(inject(target, 1))).containsExactly("green");
        assertThat(read(client, MeterEntry.at("port_meter", 1).withCounters()).get(0))
                .isEqualTo(new MeterEntry(
                        "port_meter",
                        1,
                        null,
                        new MeterCounterData(new CounterData(FRAME.length, 1), CounterData.ZERO, CounterData.ZERO)));

        client.modify(MeterEntry.all("port_meter"));
        assertThat(read(client, MeterEntry.all())).hasSize(512).allMatch(cell -> cell.config() == null);
    }

    @Test
    void singleRatesAndTwoColoursAreForMetersOfTheirType(P4TestTarget target, P4RuntimeClient client) {
        client.pipeline()
                .verifyAndCommit(
                        SamplePrograms.load("acl_meter", info -> type(info, MeterSpec.Type.SINGLE_RATE_THREE_COLOR)));
        client.insert(TableEntry.in("fwd").exact("dst", "10.9.0.1").action("forward", a -> a.set("port", 9)), PERMIT);
        MeterConfig twoPackets = MeterConfig.singleRate(1, 1, 1);
        client.insert(CUSTOMER.meter(twoPackets));

        assertThat(colours(inject(target, 3))).containsExactly("green", "yellow", "red");
        assertThat(read(client, CUSTOMER.key().withMeter())).containsExactly(CUSTOMER.meter(twoPackets));
        assertThatThrownBy(() -> client.modify(CUSTOMER.meter(NARROW))).isInstanceOf(RuntimeException.class);

        client.pipeline()
                .verifyAndCommit(
                        SamplePrograms.load("acl_meter", info -> type(info, MeterSpec.Type.SINGLE_RATE_TWO_COLOR)));
        client.insert(TableEntry.in("fwd").exact("dst", "10.9.0.1").action("forward", a -> a.set("port", 9)), PERMIT);
        client.insert(CUSTOMER.meter(MeterConfig.twoColor(1, 2)));

        assertThat(colours(inject(target, 3))).containsExactly("green", "green", "red");
    }

    private static void type(P4Info.Builder info, MeterSpec.Type type) {
        info.getDirectMetersBuilderList()
                .forEach(meter -> meter.getSpecBuilder().setType(type));
    }

    private static List<@Nullable Long> packets(List<CounterEntry> cells) {
        List<@Nullable Long> all = new ArrayList<>();
        for (CounterEntry cell : cells) {
            CounterData data = cell.data();
            all.add(data == null ? null : data.packets());
        }
        return all;
    }

    private static List<PacketOutcome> inject(P4TestTarget target, int times) {
        List<PacketOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            outcomes.add(target.inject(1, FRAME));
        }
        return outcomes;
    }

    /** The program marks yellow packets with DSCP 8, and drops red ones. */
    private static List<String> colours(List<PacketOutcome> outcomes) {
        List<String> colours = new ArrayList<>();
        for (PacketOutcome outcome : outcomes) {
            if (outcome.sent().isEmpty()) {
                colours.add("red");
            } else {
                colours.add(Frames.ipv4(outcome.sent().get(0), 1, 1) == 8 << 2 ? "yellow" : "green");
            }
        }
        return colours;
    }
}
