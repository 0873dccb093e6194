package io.ipdk.testkit.p4target;

/** Where bmv2's P4Runtime server (1.15.5, with p4lang/PI) is known to depart from P4Runtime 1.5. */
enum Bmv2Departure {
    REPORTS_1_3(
            "reports P4Runtime 1.3.0, and knows nothing newer: backup replicas, metadata of groups, colours' counters"),
    PROMOTES_BACKUPS("makes the next controller primary by itself when the primary leaves (p4lang/PI#553)"),
    NO_ROLES("ignores roles and their configs"),
    UNSET_ID_IS_ZERO("takes an unset election id for 0"),
    ANY_DEVICE("takes any device id"),
    SAME_ID_NOT_ANSWERED("does not answer an arbitration that changes nothing"),
    WRITES_WITHOUT_PRIMARY("takes writes while no controller is connected"),
    SILENT_PACKET_OUT("drops packet-outs of backups without a stream error"),
    PACKET_OUT_WITHOUT_METADATA("sends packet-outs whose metadata are missing"),
    ONE_MESSAGE_READS("ends a read at its first error, and answers it in one message"),
    NO_READ_FILTERS("filters reads by key alone, not by priority, action or metadata"),
    NO_REGISTERS("has no registers (p4lang/PI#376)"),
    NO_VALUE_SETS("has no value sets"),
    NO_WILDCARD_CELLS("does not write all cells at once, nor read direct counters of all tables (p4lang/PI#612)"),
    NO_ATOMIC_BATCHES("knows CONTINUE_ON_ERROR alone"),
    NO_CLASS_OF_SERVICE("has no classes of service of clones"),
    NO_PIPELINE_IS_AN_ERROR("answers a question for the pipeline with FAILED_PRECONDITION before there is one"),
    VERIFIES_P4INFO_ALONE("looks at the P4Info alone in VERIFY, and takes a device config that does not belong to it"),
    OTHER_CODES("answers UNKNOWN or INVALID_ARGUMENT where others are specified"),
    TAKES_EMPTY_BYTES("takes an empty byte string for 0"),
    TAKES_FULL_RANGES("takes ranges that match anything"),
    NO_IDLE_TIME_WITHOUT_TIMEOUT("tells 0 as the time since the last hit where no timeout is set"),
    SLOW_IDLE_NOTICES("looks for idle entries once a second"),
    SIXTEEN_CONTROLLERS("takes 16 connections"),
    NO_TRANSLATION("does not translate values (p4lang/PI#585)");

    private final String text;

    Bmv2Departure(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
