package io.ipdk.p4runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.constraint.ConstraintViolationException;
import io.ipdk.p4runtime.entity.CounterEntry;
import io.ipdk.p4runtime.entity.DigestConfig;
import io.ipdk.p4runtime.entity.DirectMeterEntry;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.Match;
import io.ipdk.p4runtime.entity.MulticastGroup;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.entity.RegisterEntry;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.entity.ValueSet;
import io.ipdk.p4runtime.info.UnknownNameException;
import io.ipdk.p4runtime.value.P4Value;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p4.v1.Entity;
import org.p4.v1.FieldMatch;
import org.p4.v1.Update;

class EntityCodecTest {
    private final EntityCodec codec = Everything.codec();

    @Test
    void namesMayBeFullOrAliasOrUniqueEnd() {
        TableEntry byAlias =
                TableEntry.in("routes").lpm("hdr.ipv4.dst_addr", "10.0.0.0/8").action("drop");
        TableEntry byFullName = TableEntry.in("In.routes")
                .lpm("hdr.ipv4.dst_addr", "10.0.0.0/8")
                .action("In.drop");
        TableEntry byEnd = TableEntry.in("routes").lpm("dst_addr", "10.0.0.0/8").action("drop");

        assertThat(codec.encode(byFullName)).isEqualTo(codec.encode(byAlias)).isEqualTo(codec.encode(byEnd));
        assertThat(codec.normalize(byFullName)).isEqualTo(byAlias).isEqualTo(codec.normalize(byEnd));
    }

    @Test
    void unknownNamesListThoseNearThem() {
        assertThatThrownBy(() -> codec.encode(TableEntry.in("rotes").action("drop")))
                .isInstanceOfSatisfying(UnknownNameException.class, error -> {
                    assertThat(error.near()).containsExactly("In.routes");
                    assertThat(error).hasMessageContainingAll("table", "'rotes'", "In.routes");
                });
        assertThatThrownBy(() -> codec.encode(TableEntry.in("acl").ternary("ethertype", 1, 1)))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContainingAll("match field of table 'In.acl'", "ether_type");
        assertThatThrownBy(() -> codec.encode(TableEntry.in("acl").ternary("dst_addr", 1, 1)))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContainingAll("hdr.ipv4.dst_addr", "hdr.ipv6.dst_addr");
        assertThatThrownBy(() -> codec.encode(TableEntry.in("routes").action("mark")))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContainingAll("action of table 'In.routes'", "'mark'");
        assertThatThrownBy(() -> codec.encode(TableEntry.in("routes").action("forward", a -> a.set("prt", "eth0"))))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContainingAll("parameter of action 'In.forward'", "port");
    }

    @Test
    void bitsThatAreIgnoredAreCleared() {
        FieldMatch lpm = match(TableEntry.in("routes").lpm("hdr.ipv4.dst_addr", "10.1.2.255/23"));
        FieldMatch ternary = match(acl().ternary("ether_type", 0xffff, 0x0ff0));

        assertThat(lpm.getLpm().getValue()).isEqualTo(P4Value.ipv4("10.1.2.0").toByteString());
        assertThat(ternary.getTernary().getValue()).isEqualTo(bytes(0x0f, 0xf0));
    }

    @Test
    void fieldsThatMatchAnythingAreDropped() {
        TableEntry entry = acl().ternary("ether_type", 0x0800, 0)
                .range("l4_port", 0, 0xffff)
                .ternary("hdr.ipv6.dst_addr", P4Value.ipv6("2001:db8::"), P4Value.of(0));

        assertThat(codec.encode(entry).getTableEntry().getMatchList()).isEmpty();
        assertThat(codec.encode(TableEntry.in("routes")
                                .lpm("hdr.ipv4.dst_addr", "10.0.0.0/0")
                                .action("drop"))
                        .getTableEntry()
                        .getMatchList())
                .isEmpty();
    }

    @Test
    void bytesAreTheShortestThatHoldTheValue() {
        assertThat(match(acl().ternary("ether_type", 0, 1)).getTernary().getValue())
                .isEqualTo(bytes(0));
        assertThat(match(TableEntry.in("routes").lpm("hdr.ipv4.dst_addr", "0.0.1.0/24"))
                        .getLpm()
                        .getValue())
                .isEqualTo(bytes(1, 0));
    }

    @Test
    void leadingZerosInReadsDoNotMatter() {
        Entity padded = Entity.newBuilder()
                .setTableEntry(org.p4.v1.TableEntry.newBuilder()
                        .setTableId(0x02000003)
                        .addMatch(FieldMatch.newBuilder()
                                .setFieldId(1)
                                .setExact(FieldMatch.Exact.newBuilder().setValue(bytes(0, 0, 0, 0, 0, 7)))))
                .build();

        assertThat(codec.decode(padded)).isEqualTo(TableEntry.in("ecmp").exact("vrf", 7));
    }

    @Test
    void textIsReadWhereTheTypeIsNotTranslatedToOne() {
        TableEntry texts = TableEntry.in("ecmp").exact("vrf", "0x10").member(1);
        P4Entity macs = TableEntry.in("routes")
                .action("forward", a -> a.set("port", "7").set("dst_mac", "02:00:00:00:00:01"));

        assertThat(codec.normalize(texts))
                .isEqualTo(TableEntry.in("ecmp").exact("vrf", 16).member(1));
        assertThat(codec.normalize(macs))
                .isEqualTo(TableEntry.in("routes")
                        .action("forward", a -> a.set("port", "7").set("dst_mac", 0x020000000001L)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Update.Type.class,
            names = {"INSERT", "DELETE"})
    void measuresAndDefaultEntriesCanOnlyBeModified(Update.Type type) {
        for (P4Entity entity : new P4Entity[] {
            CounterEntry.at("hits", 1).data(0, 0),
            RegisterEntry.at("plain", 1).data(0),
            DirectMeterEntry.of(TableEntry.in("routes")),
            ValueSet.of("types").value(1),
            TableEntry.defaultOf("routes").action("drop")
        }) {
            assertRule(EntityRule.WRONG_UPDATE, type, entity);
            assertThat(codec.encode(Update.Type.MODIFY, entity).getType()).isEqualTo(Update.Type.MODIFY);
        }
    }

    @Test
    void updatesThatTheProgramForbidsAreRefused() {
        assertRule(
                EntityRule.CONSTANT,
                Update.Type.INSERT,
                TableEntry.in("fixed").exact("proto", 1).action("drop"));
        assertRule(
                EntityRule.CONSTANT,
                Update.Type.MODIFY,
                TableEntry.in("fixed").exact("proto", 1).action("drop"));
        assertRule(
                EntityRule.CONSTANT, Update.Type.DELETE, TableEntry.in("fixed").exact("proto", 1));
        assertRule(
                EntityRule.CONSTANT,
                Update.Type.MODIFY,
                TableEntry.defaultOf("keyless").action("drop"));
        assertRule(
                EntityRule.WRONG_UPDATE,
                Update.Type.INSERT,
                TableEntry.in("keyless").action("drop"));
        assertRule(EntityRule.MISSING, Update.Type.INSERT, TableEntry.in("routes"));
        assertRule(
                EntityRule.NOT_ALLOWED,
                Update.Type.MODIFY,
                TableEntry.in("routes").constant(true));
        assertRule(EntityRule.WRONG_UPDATE, Update.Type.UNSPECIFIED, TableEntry.in("routes"));
        assertRule(EntityRule.MISSING, Update.Type.MODIFY, CounterEntry.at("hits", 1));
    }

    @Test
    void theCounterOfAConstantEntryCanBeSet() {
        Update update = codec.encode(
                Update.Type.MODIFY, TableEntry.in("fixed").exact("proto", 1).withCounter());

        assertThat(update.getEntity().getTableEntry().hasCounterData()).isTrue();
    }

    @Test
    void aDeleteSendsTheKeyOnly() {
        Update update = codec.encode(
                Update.Type.DELETE, acl().ternary("ether_type", 1, 1).metadata(ByteString.copyFromUtf8("x")));

        assertThat(update.getEntity().getTableEntry().hasAction()).isFalse();
        assertThat(update.getEntity().getTableEntry().getMetadata()).isEqualTo(ByteString.EMPTY);
        assertThat(update.getEntity().getTableEntry().getPriority()).isEqualTo(1);
    }

    @Test
    void aDigestIsInsertedWithItsConfigurationEvenIfThatIsAllZero() {
        Update update = codec.encode(Update.Type.INSERT, DigestConfig.of("learn_t"));

        assertThat(update.getEntity().getDigestEntry().hasConfig()).isTrue();
        assertThat(codec.encode(Update.Type.DELETE, DigestConfig.of("learn_t"))
                        .getEntity()
                        .getDigestEntry()
                        .hasConfig())
                .isFalse();
    }

    @Test
    void filtersMayLeaveOutAnything() {
        assertThat(codec.encodeFilter(TableEntry.all()).getTableEntry())
                .isEqualTo(org.p4.v1.TableEntry.getDefaultInstance());
        assertThat(codec.encodeFilter(TableEntry.all("ecmp").withTimeSinceLastHit())
                        .getTableEntry())
                .isEqualTo(Corpus.text("table_id: 0x02000003 time_since_last_hit { }", org.p4.v1.TableEntry.class));
        assertThat(codec.encodeFilter(TableEntry.all("routes")
                                .action("forward")
                                .withCounter()
                                .withMeter())
                        .getTableEntry())
                .isEqualTo(Corpus.text(
                        "table_id: 0x02000001 action { action { action_id: 0x01000002 } } counter_data { } meter_config { }",
                        org.p4.v1.TableEntry.class));
        assertThat(codec.encodeFilter(acl()).getTableEntry().getPriority()).isEqualTo(1);
        assertThat(codec.encodeFilter(CounterEntry.all()).getCounterEntry())
                .isEqualTo(org.p4.v1.CounterEntry.getDefaultInstance());
        assertThat(codec.encodeFilter(MulticastGroup.all())
                        .getPacketReplicationEngineEntry()
                        .hasMulticastGroupEntry())
                .isTrue();
        assertThatThrownBy(() -> codec.encodeFilter(TableEntry.all().priority(3)))
                .isInstanceOf(InvalidEntityException.class)
                .hasMessageContaining("name a table");
        assertThatThrownBy(() -> codec.encodeFilter(TableEntry.all("ecmp").member(3)))
                .isInstanceOf(InvalidEntityException.class);
    }

    @Test
    void constraintsAreCheckedUnlessTheyAreLeftToTheDevice() {
        TableEntry entry = acl().ternary("hdr.ipv4.dst_addr", "10.0.0.0/8").ternary("ether_type", 0x86dd, 0xffff);

        ConstraintViolationException error =
                catchThrowableOfType(ConstraintViolationException.class, () -> codec.encode(entry));
        assertThat(error.owner()).isEqualTo("table acl");
        assertThat(error.constraint()).isEqualTo("hdr.ipv4.dst_addr::mask != 0 -> ether_type == 0x0800");
        assertThat(error.values())
                .containsEntry("ether_type", "0x86dd &&& 0xffff")
                .containsEntry("hdr.ipv4.dst_addr", "0xa000000 &&& 0xff000000");
        assertThat(EntityCodec.withoutConstraints(Everything.info()).encode(entry))
                .isNotNull();
        assertThat(codec.encode(Update.Type.DELETE, entry)).isNotNull();
        assertThatThrownBy(() -> codec.encode(TableEntry.in("routes")
                        .action("forward", a -> a.set("port", "a").set("dst_mac", 0))))
                .isInstanceOf(ConstraintViolationException.class)
                .hasMessageContainingAll("action forward", "dst_mac != 0", "dst_mac is 0");
    }

    @Test
    void whatNoDeviceShouldSendIsRefusedWithAnErrorOfOurs() {
        for (String text : new String[] {
            "",
            "table_entry { table_id: 99 }",
            "table_entry { table_id: 0x02000001 match { field_id: 9 exact { value: \"a\" } } }",
            "table_entry { table_id: 0x02000001 match { field_id: 1 exact { value: \"a\" } } }",
            "table_entry { table_id: 0x02000001 match { field_id: 1 lpm { value: \"\" prefix_len: 3 } } }",
            "table_entry { table_id: 0x02000001 match { field_id: 1 lpm { value: \"a\" prefix_len: 99 } } }",
            "table_entry { table_id: 0x02000001 match { field_id: 1 lpm { value: \"abcde\" prefix_len: 9 } } }",
            "table_entry { table_id: 0x02000001 action { action { action_id: 77 } } }",
            "table_entry { table_id: 0x02000001 action { action { action_id: 0x01000002 params { param_id: 9 } } } }",
            "table_entry { table_id: 0x02000001 action { action { action_id: 0x01000002 params { param_id: 1 value: \"\\377\" } } } }",
            "table_entry { table_id: 0x02000003 action { action_profile_action_set { action_selection_mode: 2 size_semantics: 2 action_profile_actions { } } } }",
            "counter_entry { counter_id: 1 }",
            "counter_entry { counter_id: 0x12000001 index { index: -1 } }",
            "register_entry { register_id: 0x16000003 data { bool: true } }",
            "register_entry { register_id: 0x16000001 data { struct { } } }",
            "register_entry { register_id: 0x16000002 data { bitstring: \"\\177\\377\" } }",
            "packet_replication_engine_entry { }",
            "packet_replication_engine_entry { multicast_group_entry { replicas { port: \"\" } } }",
            "value_set_entry { value_set_id: 0x03000001 members { match { field_id: 5 } } }",
            "digest_entry { digest_id: 5 }",
            "extern_entry { extern_type_id: 0x81 extern_id: 5 }"
        }) {
            Entity message = Corpus.text(text, Entity.class);
            assertThatThrownBy(() -> codec.decode(message)).as(text).isInstanceOf(IpdkException.class);
        }
    }

    @Test
    void randomBytesNeverRaiseAnythingElse() {
        Random random = new Random(42);
        int decoded = 0;
        for (P4Entity entity : EntityRoundTripTest.entities()) {
            byte[] bytes = codec.encode(entity).toByteArray();
            for (int i = 0; i < 300; i++) {
                byte[] mutated = bytes.clone();
                for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                    mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
                }
                decoded += decodes(mutated) ? 1 : 0;
            }
        }
        assertThat(decoded).isPositive();
    }

    private boolean decodes(byte[] bytes) {
        Entity message;
        try {
            message = Entity.parseFrom(bytes);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            return false;
        }
        try {
            P4Entity entity = codec.decode(message);
            codec.encode(entity);
            return true;
        } catch (IpdkException e) {
            return false;
        }
    }

    @Test
    void matchesOfADecodedEntryComeInTheOrderOfTheKey() {
        TableEntry entry = acl().range("l4_port", 1, 2).ternary("ether_type", 1, 1);

        assertThat(((TableEntry) codec.normalize(entry)).matches())
                .extracting(Match::field)
                .containsExactly("ether_type", "l4_port");
        assertThat(codec.normalize(entry)).isEqualTo(entry);
    }

    private FieldMatch match(TableEntry entry) {
        UnaryOperator<TableEntry> drop = e -> e.action("drop");
        return codec.encode(drop.apply(entry)).getTableEntry().getMatch(0);
    }

    private void assertRule(EntityRule rule, Update.Type type, P4Entity entity) {
        InvalidEntityException error =
                catchThrowableOfType(InvalidEntityException.class, () -> codec.encode(type, entity));
        assertThat(error).as("%s of %s", type, entity).isNotNull();
        assertThat(error.rule()).isEqualTo(rule);
    }

    private static TableEntry acl() {
        return TableEntry.in("acl").priority(1).action("drop");
    }

    private static ByteString bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ByteString.copyFrom(bytes);
    }
}
