package io.ipdk.p4runtime.info;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a P4 program offers to a controller: tables, actions, profiles, counters, meters, registers, digests, value sets,
 * packet headers and externs.
 *
 * <p>Every look-up takes the fully qualified name, the alias, or the end of the name from any dot on, as long as that is
 * unique; a name that fits nothing raises {@link UnknownNameException} with the names that are near. Names are hashed once,
 * when the P4Info is read.
 *
 * <p>Immutable.
 */
public final class P4Info {
    private final org.p4.config.v1.P4Info proto;
    private final NameIndex<TableInfo> tables;
    private final NameIndex<ActionInfo> actions;
    private final NameIndex<ActionProfileInfo> profiles;
    private final NameIndex<CounterInfo> counters;
    private final NameIndex<DirectCounterInfo> directCounters;
    private final NameIndex<MeterInfo> meters;
    private final NameIndex<DirectMeterInfo> directMeters;
    private final NameIndex<RegisterInfo> registers;
    private final NameIndex<DigestInfo> digests;
    private final NameIndex<ValueSetInfo> valueSets;
    private final NameIndex<PacketHeaderInfo> packetHeaders;
    private final NameIndex<ExternInfo> externs;
    private final boolean textPorts;

    private P4Info(org.p4.config.v1.P4Info proto) {
        this.proto = proto;
        P4InfoIndexer indexer = new P4InfoIndexer(proto);
        this.actions = indexer.actions();
        this.profiles = indexer.profiles();
        this.directCounters = indexer.directCounters();
        this.directMeters = indexer.directMeters();
        this.tables = indexer.tables();
        this.counters = indexer.counters();
        this.meters = indexer.meters();
        this.registers = indexer.registers();
        this.digests = indexer.digests();
        this.valueSets = indexer.valueSets();
        this.packetHeaders = indexer.packetHeaders();
        this.externs = indexer.externs();
        this.textPorts = PortTypes.areText(proto);
    }

    /**
     * Indexes a P4Info that was read already.
     *
     * @throws InvalidP4InfoException if it contradicts itself
     */
    public static P4Info of(org.p4.config.v1.P4Info proto) {
        return new P4Info(proto);
    }

    /**
     * Reads a file as p4c writes it, in protobuf's text or binary form.
     *
     * @throws InvalidP4InfoException if it cannot be read, or contradicts itself
     */
    public static P4Info load(Path file) {
        return of(P4InfoReader.bytes("file " + file, P4InfoReader.file(file)));
    }

    /**
     * Reads protobuf's text form.
     *
     * @throws InvalidP4InfoException if it cannot be read (line and column are named), or contradicts itself
     */
    public static P4Info parse(String text) {
        return of(P4InfoReader.text("text", text));
    }

    /**
     * Reads protobuf's text or binary form, whichever it is.
     *
     * @throws InvalidP4InfoException if it cannot be read, or contradicts itself
     */
    public static P4Info parse(byte[] content) {
        return of(P4InfoReader.bytes("content", content));
    }

    /** As on the wire. */
    public org.p4.config.v1.P4Info proto() {
        return proto;
    }

    /** The binary form, always the same for the same P4Info. */
    public ByteString canonicalBytes() {
        return CanonicalBytes.of(proto);
    }

    /** The name of the program, empty if it has none. */
    public String programName() {
        return proto.getPkgInfo().getName();
    }

    /** The architecture it was written for, such as {@code v1model}; empty if that is not said. */
    public String architecture() {
        return proto.getPkgInfo().getArch();
    }

    /**
     * Whether ports outside of tables, in replicas and as watched ports, are texts. The specification gives them "the SDN
     * representation of the port" and no type: this is that of the type that the program's architecture has for ports, or of
     * those with {@code port} as a word in their names.
     */
    public boolean textPorts() {
        return textPorts;
    }

    /** All tables in order. */
    public List<TableInfo> tables() {
        return tables.all();
    }

    /**
     * A table by name.
     *
     * @throws UnknownNameException if there is none, or more than one
     */
    public TableInfo table(String name) {
        return tables.get(name);
    }

    /**
     * A table by id.
     *
     * @throws UnknownNameException if there is none
     */
    public TableInfo table(int id) {
        return tables.get(id);
    }

    /** All actions in order. */
    public List<ActionInfo> actions() {
        return actions.all();
    }

    /**
     * An action by name.
     *
     * @throws UnknownNameException if there is none, or more than one
     */
    public ActionInfo action(String name) {
        return actions.get(name);
    }

    /**
     * An action by id.
     *
     * @throws UnknownNameException if there is none
     */
    public ActionInfo action(int id) {
        return actions.get(id);
    }

    /** All action profiles and selectors in order. */
    public List<ActionProfileInfo> actionProfiles() {
        return profiles.all();
    }

    /**
     * An action profile by name.
     *
     * @throws UnknownNameException if there is none, or more than one
     */
    public ActionProfileInfo actionProfile(String name) {
        return profiles.get(name);
    }

    /**
     * An action profile by id.
     *
     * @throws UnknownNameException if there is none
     */
    public ActionProfileInfo actionProfile(int id) {
        return profiles.get(id);
    }

    /** All indirect counters in order. */
    public List<CounterInfo> counters() {
        return counters.all();
    }

    /**
     * An indirect counter by name.
     *
     * @throws UnknownNameException if there is none, or more than one
     */
    public CounterInfo counter(String name) {
        return counters.get(name);
    }

    /**
     * An indirect counter by id.
     *
     * @throws UnknownNameException if there is none
     */
    public CounterInfo counter(int id) {
        return counters.get(id);
    }

    /** All direct counters in order. */
    public List<DirectCounterInfo> directCounters() {
        return directCounters.all();
    }

    /** All indirect meters in order. */
    public List<MeterInfo> meters() {
        return meters.all();
    }

    /**
     * An indirect meter by name.
     *
     * @throws UnknownNameException if there is none, or more than one
     */
    public MeterInfo meter(String name) {
        return meters.get(name);
    }

    /**
     * An indirect meter by id.
     *
     * @throws UnknownNameException if there is none
     */
    public MeterInfo meter(int id) {
        return meters.get(id);
    }

    /** All direct meters in order. */
    public List<DirectMeterInfo> directMeters() {
        return directMeters.all();
    }

    /** All registers in order. */
    public List<RegisterInfo> registers() {
        return registers.all();
    }

    /**
     * A register by name.
     *
     * @throws UnknownNameException if there is none, or more than one
     */
    public RegisterInfo register(String name) {
        return registers.get(name);
    }

    /**
     * A register by id.
     *
     * @throws UnknownNameException if there is none
     */
    public RegisterInfo register(int id) {
        return registers.get(id);
    }

    /** All digests in order. */
    public List<DigestInfo> digests() {
        return digests.all();
    }

    /**
     * A digest by name.
     *
     * @throws UnknownNameException if there is none, or more than one
     */
    public DigestInfo digest(String name) {
        return digests.get(name);
    }

    /**
     * A digest by id.
     *
     * @throws UnknownNameException if there is none
     */
    public DigestInfo digest(int id) {
        return digests.get(id);
    }

    /** All value sets in order. */
    public List<ValueSetInfo> valueSets() {
        return valueSets.all();
    }

    /**
     * A value set by name.
     *
     * @throws UnknownNameException if there is none, or more than one
     */
    public ValueSetInfo valueSet(String name) {
        return valueSets.get(name);
    }

    /**
     * A value set by id.
     *
     * @throws UnknownNameException if there is none
     */
    public ValueSetInfo valueSet(int id) {
        return valueSets.get(id);
    }

    /** All packet headers: at most {@code packet_in} and {@code packet_out}. */
    public List<PacketHeaderInfo> packetHeaders() {
        return packetHeaders.all();
    }

    /** The metadata that comes with packets from the device. */
    public Optional<PacketHeaderInfo> packetIn() {
        return Optional.ofNullable(packetHeaders.find("packet_in"));
    }

    /** The metadata that goes with packets to the device. */
    public Optional<PacketHeaderInfo> packetOut() {
        return Optional.ofNullable(packetHeaders.find("packet_out"));
    }

    /** All instances of externs that P4Runtime knows nothing about. */
    public List<ExternInfo> externs() {
        return externs.all();
    }

    /**
     * An extern instance by name.
     *
     * @throws UnknownNameException if there is none, or more than one
     */
    public ExternInfo extern(String name) {
        return externs.get(name);
    }

    /**
     * An extern instance by id.
     *
     * @throws UnknownNameException if there is none
     */
    public ExternInfo extern(int id) {
        return externs.get(id);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof P4Info that && proto.equals(that.proto);
    }

    @Override
    public int hashCode() {
        return proto.hashCode();
    }

    @Override
    public String toString() {
        return "P4Info of " + (programName().isEmpty() ? "a program" : programName()) + " (" + tables().size()
                + " tables, " + actions().size() + " actions)";
    }
}
