package io.ipdk.p4runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.entity.ActionCall;
import io.ipdk.p4runtime.entity.ActionProfileGroup;
import io.ipdk.p4runtime.entity.ActionProfileMember;
import io.ipdk.p4runtime.entity.ActionSet;
import io.ipdk.p4runtime.entity.CloneSession;
import io.ipdk.p4runtime.entity.CounterData;
import io.ipdk.p4runtime.entity.CounterEntry;
import io.ipdk.p4runtime.entity.DigestConfig;
import io.ipdk.p4runtime.entity.DirectCounterEntry;
import io.ipdk.p4runtime.entity.DirectMeterEntry;
import io.ipdk.p4runtime.entity.ExternEntry;
import io.ipdk.p4runtime.entity.Match;
import io.ipdk.p4runtime.entity.MeterConfig;
import io.ipdk.p4runtime.entity.MeterCounterData;
import io.ipdk.p4runtime.entity.MeterEntry;
import io.ipdk.p4runtime.entity.MulticastGroup;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.entity.RegisterEntry;
import io.ipdk.p4runtime.entity.Replica;
import io.ipdk.p4runtime.entity.SelectionMode;
import io.ipdk.p4runtime.entity.SizeSemantics;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.entity.ValueSet;
import io.ipdk.p4runtime.entity.WeightedAction;
import io.ipdk.p4runtime.value.P4Data;
import io.ipdk.p4runtime.value.P4Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of entity, in the form that a device tells it, goes out and comes back equal. */
class EntityRoundTripTest {
    private static final ActionCall FORWARD =
            ActionCall.of("forward").set("port", "Ethernet0").set("dst_mac", P4Value.mac("02:00:00:00:00:01"));
    private static final TableEntry ROUTE = TableEntry.in("routes").lpm("hdr.ipv4.dst_addr", "10.0.1.0/24");

    static List<P4Entity> entities() {
        return List.of(
                ROUTE.action(FORWARD),
                ROUTE.action(FORWARD)
                        .idleTimeout(Duration.ofSeconds(3))
                        .metadata(ByteString.copyFromUtf8("mine"))
                        .controllerMetadata(7)
                        .meter(MeterConfig.twoRate(1, 2, 3, 4))
                        .counter(new CounterData(100, 2))
                        .meterCounters(MeterCounterData.ZERO)
                        .timeSinceLastHit(Duration.ofMillis(5))
                        .constant(true),
                ROUTE.action(FORWARD)
                        .meterCounters(new MeterCounterData(
                                new CounterData(1, 2), new CounterData(3, 4), new CounterData(5, 6))),
                TableEntry.in("routes").action("drop"),
                TableEntry.defaultOf("routes").action("NoAction"),
                TableEntry.defaultOf("routes"),
                TableEntry.in("acl")
                        .ternary("ether_type", 0x0800, 0xffff)
                        .ternary("hdr.ipv4.dst_addr", "10.0.0.0/8")
                        .range("l4_port", 80, 443)
                        .optional("in_port", "Ethernet4")
                        .priority(10)
                        .action("drop"),
                TableEntry.in("acl")
                        .ternary("hdr.ipv6.dst_addr", P4Value.ipv6("2001:db8::"), P4Value.ipv6("ffff:ffff::"))
                        .priority(1)
                        .action(FORWARD),
                TableEntry.in("ecmp").exact("vrf", 0xffffffffL).member(7),
                TableEntry.in("ecmp").exact("vrf", 2).group(0xffffffffL),
                TableEntry.in("ecmp")
                        .exact("vrf", 3)
                        .action(ActionSet.of(
                                        WeightedAction.of(FORWARD, 1).watching(P4Value.text("Ethernet0")),
                                        WeightedAction.of(FORWARD, 4),
                                        WeightedAction.of(ActionCall.of("drop"), 2))
                                .selectedBy(SelectionMode.RANDOM)
                                .sizedBy(SizeSemantics.SUM_OF_WEIGHTS)
                                .before(ActionCall.of("mark").set("color", 3))),
                TableEntry.in("unweighted").exact("vrf", 1).oneShot(set -> set.add("drop", 0, a -> a)),
                TableEntry.in("profiled").exact("vrf", 1).member(1),
                TableEntry.in("Out.acl")
                        .match(new Match.Other("special", Any.pack(Any.getDefaultInstance())))
                        .action("drop"),
                DirectCounterEntry.of(ROUTE).data(10, 1),
                DirectCounterEntry.of(ROUTE),
                DirectMeterEntry.of(ROUTE)
                        .config(MeterConfig.twoRate(1, 1, 2, 2))
                        .withCounters(),
                DirectMeterEntry.of(ROUTE),
                CounterEntry.at("hits", 15).data(1, 2),
                CounterEntry.at("hits", 0),
                CounterEntry.all("hits").data(0, 0),
                MeterEntry.at("two_rate", 3).config(MeterConfig.twoRate(10, 20, 30, 40)),
                MeterEntry.at("one_rate", 0).config(MeterConfig.singleRate(10, 20, 30)),
                MeterEntry.all("two_color").config(MeterConfig.twoColor(10, 20)).withCounters(),
                RegisterEntry.at("plain", 100).data(0xffffffffL),
                RegisterEntry.all("signed").data(P4Data.of(-2048)),
                RegisterEntry.at("cells", 7).data(cell()),
                ActionProfileMember.of("selector", 1).action(FORWARD),
                ActionProfileMember.of("profile", 0xffffffffL).action("drop", a -> a),
                ActionProfileMember.of("profile", 2),
                ActionProfileGroup.of("selector", 9)
                        .member(1)
                        .member(2, 3, P4Value.text("Ethernet8"))
                        .maxSize(8),
                ActionProfileGroup.of("plain_selector", 9).member(1, 0),
                MulticastGroup.of(1)
                        .replica(Replica.to("Ethernet0", 0)
                                .backup(P4Value.text("Ethernet1"), 1)
                                .backup(P4Value.text("Ethernet2"), 2))
                        .replica(Replica.to("Ethernet3", 0))
                        .metadata(ByteString.copyFromUtf8("flood")),
                MulticastGroup.of(2)
                        .replica(Replica.to(4, 1).written(Replica.Form.NUMBER))
                        .replica(Replica.to(0xfffffffdL, 1).written(Replica.Form.NUMBER)),
                CloneSession.of(100)
                        .replica(Replica.to("CPU", 1))
                        .classOfService(2)
                        .truncatedTo(128),
                DigestConfig.of("learn_t")
                        .maxTimeout(Duration.ofMillis(10))
                        .maxListSize(100)
                        .ackTimeout(Duration.ofSeconds(1)),
                DigestConfig.of("learn_t"),
                new ValueSet("types", List.of())
                        .member(new Match.Exact("value1", P4Value.of(0x22f3)))
                        .member(new Match.Exact("value1", P4Value.of(0x893b))),
                ValueSet.of("pairs")
                        .member(new Match.Exact("f8", P4Value.of(1)))
                        .member(
                                new Match.Exact("f8", P4Value.of(2)),
                                new Match.Ternary("f16", P4Value.of(0x88), P4Value.of(0x8f))),
                ExternEntry.of("cache").entry(Any.pack(Any.getDefaultInstance())));
    }

    static P4Data cell() {
        Map<String, P4Data> members = new LinkedHashMap<>();
        P4Data.Header tag = P4Data.header(Map.of("vid", P4Data.of(100), "rest", P4Data.of(0)));
        members.put("count", P4Data.of(1L << 47));
        members.put("delta", P4Data.of(java.math.BigInteger.valueOf(-128)));
        members.put("flag", P4Data.of(true));
        members.put("pair", new P4Data.Tuple(List.of(P4Data.of(255), P4Data.of(511))));
        members.put("tag", tag);
        members.put("union", new P4Data.HeaderUnion("tag", tag));
        members.put("stack", new P4Data.HeaderStack(List.of(tag, P4Data.Header.INVALID)));
        members.put(
                "unions", new P4Data.HeaderUnionStack(List.of(new P4Data.HeaderUnion(null, P4Data.Header.INVALID))));
        members.put("color", new P4Data.EnumMember("GREEN"));
        members.put("kind", new P4Data.EnumMember("B"));
        members.put("error", new P4Data.ErrorMember("PacketTooShort"));
        members.put("options", new P4Data.Varbit(P4Value.of(0xabcd), 24));
        members.put("port", P4Data.of(P4Value.text("Ethernet0")));
        members.put("vrf", P4Data.of(1023));
        return P4Data.struct(members);
    }

    @ParameterizedTest
    @MethodSource("entities")
    void isEqualAfterEncodingAndDecoding(P4Entity entity) {
        EntityCodec codec = Everything.codec();
        P4Entity back = codec.decode(codec.encode(entity));

        assertThat(back).isEqualTo(entity).hasSameHashCodeAs(entity);
        assertThat(codec.encode(back)).isEqualTo(codec.encode(entity));
    }

    @ParameterizedTest
    @MethodSource("entities")
    void theKeyFiltersReads(P4Entity entity) {
        EntityCodec codec = Everything.codec();

        assertThat(codec.decode(codec.encodeFilter(entity.key()))).isEqualTo(entity.key());
        assertThat(entity.key().key()).isEqualTo(entity.key());
    }
}
