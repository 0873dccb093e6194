package io.ipdk.p4target.runtime;

/** Metadata fields that the architecture reads or sets; a program that lacks one reads 0. Immutable. */
public final class Intrinsic {
    public static final int INGRESS_PORT = 0;
    public static final int EGRESS_SPEC = 1;
    public static final int EGRESS_PORT = 2;
    public static final int INSTANCE_TYPE = 3;
    public static final int PACKET_LENGTH = 4;
    public static final int ENQ_TIMESTAMP = 5;
    public static final int ENQ_QDEPTH = 6;
    public static final int DEQ_TIMEDELTA = 7;
    public static final int DEQ_QDEPTH = 8;
    public static final int INGRESS_TIMESTAMP = 9;
    public static final int EGRESS_TIMESTAMP = 10;
    public static final int MCAST_GRP = 11;
    public static final int EGRESS_RID = 12;
    public static final int CHECKSUM_ERROR = 13;
    public static final int PARSER_ERROR = 14;
    public static final int PRIORITY = 15;
    public static final int PSA_IN_PARSER_PORT = 16;
    public static final int PSA_IN_PARSER_PATH = 17;
    public static final int PSA_IN_PORT = 18;
    public static final int PSA_IN_PATH = 19;
    public static final int PSA_IN_TIMESTAMP = 20;
    public static final int PSA_IN_PARSER_ERROR = 21;
    public static final int PSA_IN_COS = 22;
    public static final int PSA_IN_CLONE = 23;
    public static final int PSA_IN_CLONE_SESSION = 24;
    public static final int PSA_IN_DROP = 25;
    public static final int PSA_IN_RESUBMIT = 26;
    public static final int PSA_IN_MULTICAST = 27;
    public static final int PSA_IN_EGRESS_PORT = 28;
    public static final int PSA_OUT_PARSER_PORT = 29;
    public static final int PSA_OUT_PARSER_PATH = 30;
    public static final int PSA_OUT_COS = 31;
    public static final int PSA_OUT_PORT = 32;
    public static final int PSA_OUT_PATH = 33;
    public static final int PSA_OUT_INSTANCE = 34;
    public static final int PSA_OUT_TIMESTAMP = 35;
    public static final int PSA_OUT_PARSER_ERROR = 36;
    public static final int PSA_OUT_CLONE = 37;
    public static final int PSA_OUT_CLONE_SESSION = 38;
    public static final int PSA_OUT_DROP = 39;
    public static final int PSA_OUT_DEPARSER_PORT = 40;

    private static final String[] NAMES = {
        "standard_metadata.ingress_port",
        "standard_metadata.egress_spec",
        "standard_metadata.egress_port",
        "standard_metadata.instance_type",
        "standard_metadata.packet_length",
        "standard_metadata.enq_timestamp",
        "standard_metadata.enq_qdepth",
        "standard_metadata.deq_timedelta",
        "standard_metadata.deq_qdepth",
        "standard_metadata.ingress_global_timestamp",
        "standard_metadata.egress_global_timestamp",
        "standard_metadata.mcast_grp",
        "standard_metadata.egress_rid",
        "standard_metadata.checksum_error",
        "standard_metadata.parser_error",
        "standard_metadata.priority",
        "psa_ingress_parser_input_metadata.ingress_port",
        "psa_ingress_parser_input_metadata.packet_path",
        "psa_ingress_input_metadata.ingress_port",
        "psa_ingress_input_metadata.packet_path",
        "psa_ingress_input_metadata.ingress_timestamp",
        "psa_ingress_input_metadata.parser_error",
        "psa_ingress_output_metadata.class_of_service",
        "psa_ingress_output_metadata.clone",
        "psa_ingress_output_metadata.clone_session_id",
        "psa_ingress_output_metadata.drop",
        "psa_ingress_output_metadata.resubmit",
        "psa_ingress_output_metadata.multicast_group",
        "psa_ingress_output_metadata.egress_port",
        "psa_egress_parser_input_metadata.egress_port",
        "psa_egress_parser_input_metadata.packet_path",
        "psa_egress_input_metadata.class_of_service",
        "psa_egress_input_metadata.egress_port",
        "psa_egress_input_metadata.packet_path",
        "psa_egress_input_metadata.instance",
        "psa_egress_input_metadata.egress_timestamp",
        "psa_egress_input_metadata.parser_error",
        "psa_egress_output_metadata.clone",
        "psa_egress_output_metadata.clone_session_id",
        "psa_egress_output_metadata.drop",
        "psa_egress_deparser_input_metadata.egress_port",
    };

    private Intrinsic() {}

    /** How many there are. */
    public static int count() {
        return NAMES.length;
    }

    /** Header and field, with a dot between. */
    public static String name(int intrinsic) {
        return NAMES[intrinsic];
    }
}
