package io.ipdk.benchmarks.p4;

import io.ipdk.p4runtime.codec.EntityCodec;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.value.P4Value;
import io.ipdk.p4runtime.write.Change;
import java.util.List;
import java.util.stream.IntStream;
import org.p4.v1.Update;

/** The program that all measurements talk about: one route table, and packets with two fields of metadata. Immutable. */
final class BenchProgram {
    static final P4Info INFO = P4Info.parse("""
            pkg_info { arch: "v1model" }
            tables {
              preamble { id: 33554433 name: "ingress.ipv4_lpm" alias: "ipv4_lpm" }
              match_fields { id: 1 name: "hdr.ipv4.dst_addr" bitwidth: 32 match_type: LPM }
              action_refs { id: 16777217 }
              size: 1048576
            }
            actions {
              preamble { id: 16777217 name: "ingress.forward" alias: "forward" }
              params { id: 1 name: "dst_mac" bitwidth: 48 }
              params { id: 2 name: "port" bitwidth: 9 }
            }
            controller_packet_metadata {
              preamble { id: 67108865 name: "packet_in" alias: "packet_in" }
              metadata { id: 1 name: "ingress_port" bitwidth: 9 }
              metadata { id: 2 name: "reason" bitwidth: 7 }
            }
            """);

    private BenchProgram() {}

    /** A route that no other number has. */
    static TableEntry route(int number) {
        return TableEntry.in("ipv4_lpm")
                .lpm("hdr.ipv4.dst_addr", P4Value.of(0x0A000000L + number), 32)
                .action(
                        "forward",
                        call -> call.set("dst_mac", P4Value.of(0x020000000000L + number))
                                .set("port", number % 500L));
    }

    /** So many routes to insert, from a number on. */
    static List<Change> inserts(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> Change.insert(route(number)))
                .toList();
    }

    /** As {@link #inserts}, ready for the wire. */
    static List<Update> updates(int from, int count) {
        EntityCodec codec = EntityCodec.of(INFO);
        return inserts(from, count).stream().map(change -> change.encode(codec)).toList();
    }
}
