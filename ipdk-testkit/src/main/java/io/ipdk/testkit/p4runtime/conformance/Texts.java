package io.ipdk.testkit.p4runtime.conformance;

/** Entities of the sample programs, as text. */
final class Texts {
    private Texts() {}

    /** A key of l2_switch's table dmac: VLAN 1 and a MAC address that ends in these two bytes. */
    static String dmacKey(int station) {
        return "table_id: @dmac match { field_id: 1 exact { value: '\\x01' } } match { field_id: 2 exact { value: '\\x02"
                + "\\x00\\x00\\x00\\x%02x\\x%02x' } }".formatted(station >> 8, station & 0xff);
    }

    /** An entry of dmac that forwards to a port. */
    static String dmac(int station, int port) {
        return "table_entry { %s %s }".formatted(dmacKey(station), forward(port));
    }

    static String forward(int port) {
        return "action { action { action_id: @forward params { param_id: 1 value: '\\x%02x' } } }".formatted(port);
    }

    /** An entry of l2_switch's table smac with more fields. */
    static String smac(int station, String more) {
        return ("table_entry { table_id: @smac match { field_id: 1 exact { value: '\\x01' } } match { field_id: 2 exact {"
                        + " value: '\\x02\\x00\\x00\\x00\\x%02x\\x%02x' } } action { action { action_id: @nothing } } %s }")
                .formatted(station >> 8, station & 0xff, more);
    }

    /** An entry of acl_meter's table acl. */
    static String acl(int priority, String match, String action) {
        return "table_entry { table_id: @acl priority: %d %s action { action { action_id: %s } } }"
                .formatted(priority, match, action);
    }

    /** Matches one source address of acl: 10.0.x.y. */
    static String source(int host) {
        return "match { field_id: 1 ternary { value: '\\x0a\\x00\\x%02x\\x%02x' mask: '\\xff\\xff\\xff\\xff' } }"
                .formatted(host >> 8, host & 0xff);
    }

    static String policeKey(int host) {
        return "table_id: @police match { field_id: 1 exact { value: '\\x0a\\x00\\x00\\x%02x' } }".formatted(host);
    }

    /** An entry of acl_meter's table police with more fields. */
    static String police(int host, String more) {
        return "table_entry { %s action { action { action_id: @customer params { param_id: 1 value: '\\x07' } } } %s }"
                .formatted(policeKey(host), more);
    }

    /** A key of l3_router's table route_v4: VRF 1, a /24. */
    static String routeKey(int net) {
        return ("table_id: @route_v4 match { field_id: 1 exact { value: '\\x01' } } match { field_id: 2 lpm { value:"
                        + " '\\x0a\\x00\\x%02x\\x00' prefix_len: 24 } }")
                .formatted(net);
    }

    /** An entry of route_v4 with an action as text. */
    static String route(int net, String action) {
        return "table_entry { %s action { %s } }".formatted(routeKey(net), action);
    }

    /** An entry of l3_router's table route_v6, which has no selector; the prefix is the first byte's. */
    static String route6(String match) {
        return "table_entry { table_id: @route_v6 match { field_id: 1 exact { value: '\\x01' } } " + match
                + " action { action { action_id: @route_drop } } }";
    }

    static String nextHop(int port) {
        return ("action { action_id: @set_nexthop params { param_id: 1 value: '\\x%02x' } params { param_id: 2 value:"
                        + " '\\x02\\x00\\x00\\x00\\x00\\x01' } params { param_id: 3 value: '\\x02\\x00\\x00\\x00\\x00\\x02' } }")
                .formatted(port);
    }

    static String member(int id, int port) {
        return "action_profile_member { action_profile_id: @ecmp member_id: %d %s }".formatted(id, nextHop(port));
    }

    static String group(int id, String rest) {
        return "action_profile_group { action_profile_id: @ecmp group_id: %d %s }".formatted(id, rest);
    }

    static String inGroup(int member, int weight) {
        return "members { member_id: %d weight: %d }".formatted(member, weight);
    }

    static String oneShot(String actions) {
        return "action_profile_action_set { %s }".formatted(actions);
    }

    static String choice(int port, int weight, String more) {
        return "action_profile_actions { %s weight: %d %s }".formatted(nextHop(port), weight, more);
    }

    static String multicast(int id, String rest) {
        return "packet_replication_engine_entry { multicast_group_entry { multicast_group_id: %d %s } }"
                .formatted(id, rest);
    }

    static String session(int id, String rest) {
        return "packet_replication_engine_entry { clone_session_entry { session_id: %d %s } }".formatted(id, rest);
    }
}
