package io.ipdk.p4runtime.codec;

import io.ipdk.p4runtime.entity.ActionProfileGroup;
import io.ipdk.p4runtime.entity.ActionProfileMember;
import io.ipdk.p4runtime.entity.CloneSession;
import io.ipdk.p4runtime.entity.CounterEntry;
import io.ipdk.p4runtime.entity.DigestConfig;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.Match;
import io.ipdk.p4runtime.entity.MeterConfig;
import io.ipdk.p4runtime.entity.MeterEntry;
import io.ipdk.p4runtime.entity.MulticastGroup;
import io.ipdk.p4runtime.entity.RegisterEntry;
import io.ipdk.p4runtime.entity.Replica;
import io.ipdk.p4runtime.entity.ValueSet;
import io.ipdk.p4runtime.value.P4Data;
import io.ipdk.p4runtime.value.P4Value;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the other entities, broken once. */
class EntityRulesTest {
    static List<Broken> broken() {
        return List.of(
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "counter hits",
                        "index",
                        "16",
                        "0 to 15",
                        CounterEntry.at("hits", 16).data(0, 0)),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "counter hits",
                        "counter",
                        "bytes=-1",
                        "0 or more",
                        CounterEntry.at("hits", 1).data(-1, 0)),
                new Broken(EntityRule.MISSING, "counter", "name", "not given", "name", CounterEntry.all()),
                new Broken(
                        EntityRule.METER_SHAPE,
                        "meter one_rate",
                        "meter",
                        "pir=3",
                        "one rate",
                        MeterEntry.at("one_rate", 0).config(MeterConfig.twoRate(1, 2, 3, 4))),
                new Broken(
                        EntityRule.METER_SHAPE,
                        "meter two_color",
                        "meter",
                        "eburst=1",
                        "eburst 0",
                        MeterEntry.at("two_color", 0).config(MeterConfig.singleRate(1, 2, 1))),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "meter two_rate",
                        "meter",
                        "cir=-1",
                        "0 or more",
                        MeterEntry.at("two_rate", 0).config(MeterConfig.twoRate(-1, 0, 0, 0))),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "register plain",
                        "data",
                        "0x0100000000",
                        "32 bits",
                        RegisterEntry.at("plain", 0).data(1L << 32)),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "register plain",
                        "data",
                        "-1",
                        "32 bits",
                        RegisterEntry.at("plain", 0).data(P4Data.of(-1))),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "register signed",
                        "data",
                        "2048",
                        "-2048 to 2047",
                        RegisterEntry.at("signed", 0).data(2048)),
                new Broken(
                        EntityRule.WRONG_VALUE_KIND,
                        "register plain",
                        "data",
                        "true",
                        "Bit",
                        RegisterEntry.at("plain", 0).data(P4Data.of(true))),
                new Broken(
                        EntityRule.MISSING,
                        "register cells",
                        "data.count",
                        "not given",
                        "delta",
                        RegisterEntry.at("cells", 0).data(P4Data.struct(java.util.Map.of()))),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "member of selector",
                        "member id",
                        "0",
                        "1 to",
                        ActionProfileMember.of("selector", 0).action("drop", a -> a)),
                new Broken(
                        EntityRule.WRONG_ACTION,
                        "member of profile",
                        "action",
                        "forward",
                        "drop",
                        ActionProfileMember.of("profile", 1).action("forward", a -> a)),
                new Broken(
                        EntityRule.DUPLICATE,
                        "group 1 of selector",
                        "member 5",
                        "twice",
                        "once",
                        ActionProfileGroup.of("selector", 1).member(5).member(5)),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "group 1 of selector",
                        "max size",
                        "9",
                        "0 to 8",
                        ActionProfileGroup.of("selector", 1).maxSize(9)),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "group 1 of selector",
                        "number of members",
                        "2",
                        "at most 1",
                        ActionProfileGroup.of("selector", 1).member(1).member(2).maxSize(1)),
                new Broken(
                        EntityRule.NOT_ALLOWED,
                        "group 1 of profile",
                        "group",
                        "1",
                        "no selector",
                        ActionProfileGroup.of("profile", 1)),
                new Broken(EntityRule.OUT_OF_RANGE, "multicast group 0", "group id", "0", "1 to", MulticastGroup.of(0)),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "clone session 4294967296",
                        "session id",
                        "4294967296",
                        "1 to",
                        CloneSession.of(1L << 32)),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "clone session 1",
                        "packet length",
                        "-1",
                        "0 (whole",
                        CloneSession.of(1).truncatedTo(-1)),
                new Broken(
                        EntityRule.DUPLICATE,
                        "multicast group 1",
                        "replica",
                        "'a'#1",
                        "each port and instance once",
                        MulticastGroup.of(1).replica(Replica.to("a", 1)).replica(Replica.to("a", 1))),
                new Broken(
                        EntityRule.DUPLICATE,
                        "multicast group 1",
                        "backup port",
                        "'a'",
                        "another port",
                        MulticastGroup.of(1).replica(Replica.to("a", 1).backup(P4Value.text("a"), 2))),
                new Broken(
                        EntityRule.WRONG_VALUE_KIND,
                        "multicast group 1",
                        "replica port",
                        "1",
                        "strings",
                        MulticastGroup.of(1).replica(1)),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "digest learn_t",
                        "max timeout",
                        "PT-1S",
                        "zero to",
                        DigestConfig.of("learn_t").maxTimeout(Duration.ofSeconds(-1))),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "digest learn_t",
                        "ack timeout",
                        "PT8760000H",
                        "292 years",
                        DigestConfig.of("learn_t").ackTimeout(Duration.ofDays(365_000))),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "digest learn_t",
                        "max list size",
                        "-1",
                        "0 (no limit",
                        DigestConfig.of("learn_t").maxListSize(-1)),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "value set types",
                        "number of members",
                        "3",
                        "at most 2",
                        ValueSet.of("types").value(1).value(2).value(3)),
                new Broken(
                        EntityRule.DUPLICATE,
                        "value set types",
                        "member",
                        "1",
                        "once",
                        ValueSet.of("types").value(1).value(1)),
                new Broken(
                        EntityRule.MISSING,
                        "value set pairs",
                        "f8",
                        "not given",
                        "255",
                        ValueSet.of("pairs").member(new Match.Ternary("f16", P4Value.of(1), P4Value.of(1)))));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void isNamedWithEntityFieldValueAndRange(Broken broken) {
        broken.check(Everything.codec());
    }
}
