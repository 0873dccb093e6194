package io.ipdk.p4runtime.codec;

import io.ipdk.p4runtime.entity.ActionSet;
import io.ipdk.p4runtime.entity.CounterData;
import io.ipdk.p4runtime.entity.DirectCounterEntry;
import io.ipdk.p4runtime.entity.DirectMeterEntry;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.MeterConfig;
import io.ipdk.p4runtime.entity.SizeSemantics;
import io.ipdk.p4runtime.entity.TableEntry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of table entries, broken once. */
class TableEntryRulesTest {
    private static final TableEntry ROUTE = TableEntry.in("routes").lpm("hdr.ipv4.dst_addr", "10.0.1.0/24");
    private static final TableEntry ACL = TableEntry.in("acl").action("drop");
    private static final TableEntry ECMP = TableEntry.in("ecmp").exact("vrf", 1);

    static List<Broken> broken() {
        return List.of(
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "table ecmp",
                        "vrf",
                        "0x0100000000",
                        "0xffffffff",
                        TableEntry.in("ecmp").exact("vrf", 1L << 32).member(1)),
                new Broken(
                        EntityRule.WRONG_VALUE_KIND,
                        "table ecmp",
                        "vrf",
                        "'blue'",
                        "32 bits",
                        TableEntry.in("ecmp").exact("vrf", "blue").member(1)),
                new Broken(
                        EntityRule.WRONG_VALUE_KIND,
                        "table routes",
                        "hdr.ipv4.dst_addr",
                        "2001:db8",
                        "32 bits",
                        TableEntry.in("routes")
                                .lpm("hdr.ipv4.dst_addr", "2001:db8::/32")
                                .action("drop")),
                new Broken(
                        EntityRule.WRONG_VALUE_KIND,
                        "table routes",
                        "port",
                        "5",
                        "text",
                        ROUTE.action("forward", a -> a.set("port", 5).set("dst_mac", 1))),
                new Broken(
                        EntityRule.WRONG_MATCH_KIND,
                        "table routes",
                        "hdr.ipv4.dst_addr",
                        "exact",
                        "lpm",
                        TableEntry.in("routes").exact("hdr.ipv4.dst_addr", 1).action("drop")),
                new Broken(
                        EntityRule.WRONG_MATCH_KIND,
                        "table acl",
                        "ether_type",
                        "range",
                        "ternary",
                        ACL.range("ether_type", 1, 2).priority(1)),
                new Broken(
                        EntityRule.MISSING,
                        "table ecmp",
                        "vrf",
                        "not given",
                        "0xffffffff",
                        TableEntry.in("ecmp").member(1)),
                new Broken(
                        EntityRule.DUPLICATE,
                        "table acl",
                        "ether_type",
                        "twice",
                        "once",
                        ACL.ternary("ether_type", 1, 1)
                                .ternary("ether_type", 2, 2)
                                .priority(1)),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "table routes",
                        "prefix length",
                        "33",
                        "0 to 32",
                        TableEntry.in("routes")
                                .lpm("hdr.ipv4.dst_addr", "10.0.0.0/33")
                                .action("drop")),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "table acl",
                        "ether_type mask",
                        "0x010000",
                        "16 bits",
                        ACL.ternary("ether_type", 1, 0x10000).priority(1)),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "table acl",
                        "l4_port",
                        "443..80",
                        "not above",
                        ACL.range("l4_port", 443, 80).priority(1)),
                new Broken(EntityRule.PRIORITY, "table acl", "priority", "0", "1 to", ACL),
                new Broken(EntityRule.PRIORITY, "table acl", "priority", "-1", "1 to", ACL.priority(-1)),
                new Broken(
                        EntityRule.PRIORITY,
                        "table routes",
                        "priority",
                        "3",
                        "0",
                        ROUTE.action("drop").priority(3)),
                new Broken(
                        EntityRule.PRIORITY,
                        "table acl",
                        "priority",
                        "3",
                        "0",
                        TableEntry.defaultOf("acl").priority(3)),
                new Broken(
                        EntityRule.NOT_ALLOWED,
                        "table acl",
                        "match",
                        "ether_type",
                        "none",
                        TableEntry.defaultOf("acl").ternary("ether_type", 1, 1)),
                new Broken(
                        EntityRule.MISSING,
                        "table routes",
                        "forward.dst_mac",
                        "not given",
                        "48 bits",
                        ROUTE.action("forward", a -> a.set("port", "eth0"))),
                new Broken(
                        EntityRule.DUPLICATE,
                        "table routes",
                        "forward.port",
                        "twice",
                        "once",
                        ROUTE.action("forward", a -> a.set("port", "eth0").set("port", "eth1"))),
                new Broken(
                        EntityRule.WRONG_ACTION,
                        "table routes",
                        "action",
                        "NoAction",
                        "@defaultonly",
                        ROUTE.action("NoAction")),
                new Broken(
                        EntityRule.WRONG_ACTION,
                        "table acl",
                        "action",
                        "forward",
                        "@tableonly",
                        TableEntry.defaultOf("acl").action("forward")),
                new Broken(
                        EntityRule.WRONG_ACTION,
                        "table routes",
                        "action",
                        "member 1",
                        "no action profile",
                        ROUTE.member(1)),
                new Broken(EntityRule.WRONG_ACTION, "table ecmp", "action", "drop", "one-shot", ECMP.action("drop")),
                new Broken(
                        EntityRule.WRONG_ACTION,
                        "table profiled",
                        "action",
                        "group 1",
                        "no selector",
                        TableEntry.in("profiled").exact("vrf", 1).group(1)),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "table ecmp",
                        "member id",
                        "4294967296",
                        "0 to 4294967295",
                        ECMP.member(1L << 32)),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "table ecmp",
                        "weight",
                        "0",
                        "1 to 4",
                        ECMP.oneShot(s -> s.add("drop", 0, a -> a))),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "table ecmp",
                        "weight",
                        "5",
                        "1 to 4",
                        ECMP.oneShot(s -> s.add("drop", 5, a -> a))),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "table ecmp",
                        "sum of weights",
                        "9",
                        "at most 8",
                        ECMP.oneShot(s -> s.add("drop", 9, a -> a).sizedBy(SizeSemantics.SUM_OF_WEIGHTS))),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "table ecmp",
                        "number of members",
                        "9",
                        "at most 8",
                        ECMP.action(nine())),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "table unweighted",
                        "weight",
                        "1",
                        "disallows",
                        TableEntry.in("unweighted").exact("vrf", 1).oneShot(s -> s.add("drop", 1, a -> a))),
                new Broken(
                        EntityRule.NOT_ALLOWED,
                        "table acl",
                        "idle timeout",
                        "PT1S",
                        "does not support",
                        ACL.priority(1).idleTimeout(Duration.ofSeconds(1))),
                new Broken(
                        EntityRule.OUT_OF_RANGE,
                        "table routes",
                        "idle timeout",
                        "PT-1S",
                        "zero or more",
                        ROUTE.action("drop").idleTimeout(Duration.ofSeconds(-1))),
                new Broken(
                        EntityRule.NOT_ALLOWED,
                        "table acl",
                        "counter",
                        "bytes=1",
                        "no direct counter",
                        ACL.priority(1).counter(new CounterData(1, 1))),
                new Broken(
                        EntityRule.NOT_ALLOWED,
                        "table acl",
                        "meter",
                        "cir=1",
                        "no direct meter",
                        ACL.priority(1).meter(MeterConfig.twoColor(1, 1))),
                new Broken(
                        EntityRule.METER_SHAPE,
                        "table routes",
                        "meter",
                        "eburst=3",
                        "eburst 0",
                        ROUTE.action("drop").meter(MeterConfig.singleRate(1, 2, 3))),
                new Broken(
                        EntityRule.NOT_ALLOWED,
                        "table acl",
                        "direct counter",
                        "asked",
                        "none",
                        DirectCounterEntry.of(ACL.priority(1)).data(1, 1)),
                new Broken(
                        EntityRule.NOT_ALLOWED,
                        "table acl",
                        "direct meter",
                        "asked",
                        "none",
                        DirectMeterEntry.of(ACL.priority(1))));
    }

    private static ActionSet nine() {
        ActionSet set = ActionSet.of();
        for (int i = 0; i < 9; i++) {
            set = set.add("drop", 1, a -> a);
        }
        return set;
    }

    @ParameterizedTest
    @MethodSource("broken")
    void isNamedWithEntityFieldValueAndRange(Broken broken) {
        broken.check(Everything.codec());
    }
}
