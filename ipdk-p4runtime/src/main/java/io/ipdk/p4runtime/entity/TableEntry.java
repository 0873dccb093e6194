package io.ipdk.p4runtime.entity;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.value.P4Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a table: what it matches, and what it does.
 *
 * <pre>{@code
 * TableEntry.in("ipv4_lpm")
 *         .lpm("hdr.ipv4.dst_addr", "10.0.1.0/24")
 *         .action("forward", a -> a.set("dst_mac", mac("02:00:00:00:00:01")).set("port", 1));
 * }</pre>
 *
 * <p>As a filter of a read it selects entries: by table, by the whole key, by priority, by action, by metadata; direct
 * resources and the time since the last hit are told only if {@link #withCounter()} and its like ask for them.
 *
 * <p>Immutable; each step gives a new object. Entries are equal if their parts are, in whatever order fields were given.
 */
public final class TableEntry implements P4Entity {
    private final String table;
    private final List<Match> matches;
    private final @Nullable TableAction action;
    private final int priority;
    private final boolean defaultEntry;
    private final EntryDetails details;

    private TableEntry(
            String table,
            List<Match> matches,
            @Nullable TableAction action,
            int priority,
            boolean defaultEntry,
            EntryDetails details) {
        this.table = table;
        this.matches = matches;
        this.action = action;
        this.priority = priority;
        this.defaultEntry = defaultEntry;
        this.details = details;
    }

    /** An entry that matches everything, as yet without an action. In a read: all entries of the table. */
    public static TableEntry in(String table) {
        return new TableEntry(table, List.of(), null, 0, false, EntryDetails.NONE);
    }

    /** An entry in one step. */
    public static TableEntry of(String table, List<Match> matches, @Nullable TableAction action, int priority) {
        return new TableEntry(table, List.copyOf(matches), action, priority, false, EntryDetails.NONE);
    }

    /** For a read: all entries of a table but the default one. */
    public static TableEntry all(String table) {
        return in(table);
    }

    /** For a read: all entries of all tables but the default ones. */
    public static TableEntry all() {
        return in(EVERY);
    }

    /** The default entry of a table. A MODIFY without an action puts back what the program says. */
    public static TableEntry defaultOf(String table) {
        return new TableEntry(table, List.of(), null, 0, true, EntryDetails.NONE);
    }

    /** Matches one value: an integer, an address, or a text. */
    public TableEntry exact(String field, P4Value value) {
        return match(new Match.Exact(field, value));
    }

    /** Matches one unsigned integer. */
    public TableEntry exact(String field, long value) {
        return exact(field, P4Value.of(value));
    }

    /** Matches a string of the controller's, or a number or an address given as text. */
    public TableEntry exact(String field, String value) {
        return exact(field, P4Value.text(value));
    }

    /** Matches a prefix: {@code "10.0.1.0/24"}, {@code "2001:db8::/32"}, {@code "0xab00/8"}. */
    public TableEntry lpm(String field, String prefix) {
        return match(MatchText.lpm(label(), field, prefix));
    }

    /** Matches the first bits of a value. */
    public TableEntry lpm(String field, P4Value value, int prefixLength) {
        return match(new Match.Lpm(field, value, prefixLength));
    }

    /** Matches under a mask: {@code "0x0800&&&0xff00"}, {@code "10.0.0.0/8"}, or an address whole. */
    public TableEntry ternary(String field, String valueAndMask) {
        return match(MatchText.ternary(label(), field, valueAndMask));
    }

    /** Matches the bits of a value that the mask has set. */
    public TableEntry ternary(String field, P4Value value, P4Value mask) {
        return match(new Match.Ternary(field, value, mask));
    }

    /** Matches the bits of a value that the mask has set. */
    public TableEntry ternary(String field, long value, long mask) {
        return ternary(field, P4Value.of(value), P4Value.of(mask));
    }

    /** Matches all values between two, both included. */
    public TableEntry range(String field, long low, long high) {
        return range(field, P4Value.of(low), P4Value.of(high));
    }

    /** Matches all values between two, both included. */
    public TableEntry range(String field, P4Value low, P4Value high) {
        return match(new Match.Range(field, low, high));
    }

    /** Matches one value of a field that could also be left out. */
    public TableEntry optional(String field, P4Value value) {
        return match(new Match.Optional(field, value));
    }

    /** Matches one unsigned integer of a field that could also be left out. */
    public TableEntry optional(String field, long value) {
        return optional(field, P4Value.of(value));
    }

    /** Matches a text of a field that could also be left out. */
    public TableEntry optional(String field, String value) {
        return optional(field, P4Value.text(value));
    }

    /** Matches one more field. */
    public TableEntry match(Match match) {
        List<Match> more = new ArrayList<>(matches.size() + 1);
        more.addAll(matches);
        more.add(match);
        return new TableEntry(table, List.copyOf(more), action, priority, defaultEntry, details);
    }

    /** Sets what the entry does. */
    public TableEntry action(TableAction does) {
        return new TableEntry(table, matches, does, priority, defaultEntry, details);
    }

    /** Calls an action that has no parameters. In a read: entries with this action. */
    public TableEntry action(String name) {
        return action(ActionCall.of(name));
    }

    /** Calls an action: {@code action("forward", a -> a.set("port", 1))}. */
    public TableEntry action(String name, UnaryOperator<ActionCall> arguments) {
        return action(arguments.apply(ActionCall.of(name)));
    }

    /** Takes one of a set of actions for each packet: {@code oneShot(s -> s.add("set_nexthop", 1, a -> a.set("port", 1)))}. */
    public TableEntry oneShot(UnaryOperator<ActionSet> actions) {
        return action(actions.apply(ActionSet.of()));
    }

    /** Calls a member of the table's action profile. */
    public TableEntry member(long memberId) {
        return action(new TableAction.Member(memberId));
    }

    /** Calls a group of the table's action selector. */
    public TableEntry group(long groupId) {
        return action(new TableAction.Group(groupId));
    }

    /** Ranks the entry among those that overlap: the larger number wins. */
    public TableEntry priority(int rank) {
        return new TableEntry(table, matches, action, rank, defaultEntry, details);
    }

    /** Asks for a notice when the entry was not hit for so long; zero for never. */
    public TableEntry idleTimeout(Duration timeout) {
        return with(details.withIdleTimeout(timeout.toNanos()));
    }

    /** Bytes of the controller's own that the device keeps with the entry. */
    public TableEntry metadata(ByteString bytes) {
        return with(details.withMetadata(bytes));
    }

    /** A number of the controller's own; the older form of {@link #metadata(ByteString)}. */
    public TableEntry controllerMetadata(long cookie) {
        return with(details.withControllerMetadata(cookie));
    }

    /** Configures the entry's direct meter. */
    public TableEntry meter(MeterConfig config) {
        return with(details.withMeter(config));
    }

    /** Sets the entry's direct counter. */
    public TableEntry counter(CounterData data) {
        return with(details.withCounter(data));
    }

    /** Sets the entry's counters of its direct meter's colours. */
    public TableEntry meterCounters(MeterCounterData data) {
        return with(details.withMeterCounters(data));
    }

    /** For a read: tells the direct counter too. */
    public TableEntry withCounter() {
        return counter(CounterData.ZERO);
    }

    /** For a read: tells the direct meter's configuration too. */
    public TableEntry withMeter() {
        return meter(MeterConfig.ZERO);
    }

    /** For a read: tells the counters of the direct meter's colours too. */
    public TableEntry withMeterCounters() {
        return meterCounters(MeterCounterData.ZERO);
    }

    /** For a read: tells the time since the last hit too. */
    public TableEntry withTimeSinceLastHit() {
        return with(details.withTimeSinceLastHit(0));
    }

    /** As a device tells it: the time since the last hit. */
    public TableEntry timeSinceLastHit(Duration time) {
        return with(details.withTimeSinceLastHit(time.toNanos()));
    }

    /** As a device tells it: whether the entry is fixed by the program. */
    public TableEntry constant(boolean fixed) {
        return with(details.withConstant(fixed));
    }

    @Override
    public TableEntry key() {
        return new TableEntry(table, matches, null, priority, defaultEntry, EntryDetails.NONE);
    }

    /** The table's name. */
    public String table() {
        return table;
    }

    /** The fields that are matched; all others may be anything. */
    public List<Match> matches() {
        return matches;
    }

    /** How a field is matched, by its name as it is written here. */
    public Optional<Match> match(String field) {
        return matches.stream().filter(match -> match.field().equals(field)).findFirst();
    }

    /** What the entry does, null if that is not said. */
    public @Nullable TableAction action() {
        return action;
    }

    /** The rank; 0 if the table has none. */
    public int priority() {
        return priority;
    }

    /** Whether this is the table's default entry. */
    public boolean isDefault() {
        return defaultEntry;
    }

    /** Whether the entry is fixed by the program. */
    public boolean isConstant() {
        return details.constant();
    }

    /** After how long without a hit a notice is sent; zero for never. */
    public Duration idleTimeout() {
        return Duration.ofNanos(details.idleTimeoutNanos());
    }

    /** Bytes of the controller's own; empty if there are none. */
    public ByteString metadata() {
        return details.metadata();
    }

    /** A number of the controller's own; 0 if there is none. */
    public long controllerMetadata() {
        return details.controllerMetadata();
    }

    /** The direct meter's configuration, null if it was not told or is at its default. */
    public @Nullable MeterConfig meter() {
        return details.meter();
    }

    /** The direct counter, null if it was not told. */
    public @Nullable CounterData counter() {
        return details.counter();
    }

    /** The counters of the direct meter's colours, null if they were not told. */
    public @Nullable MeterCounterData meterCounters() {
        return details.meterCounters();
    }

    /** The time since the last hit, if it was told. */
    public Optional<Duration> timeSinceLastHit() {
        long nanos = details.nanosSinceLastHit();
        return nanos == EntryDetails.UNKNOWN ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    private TableEntry with(EntryDetails changed) {
        return new TableEntry(table, matches, action, priority, defaultEntry, changed);
    }

    private String label() {
        return "table " + table;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof TableEntry that
                        && table.equals(that.table)
                        && priority == that.priority
                        && defaultEntry == that.defaultEntry
                        && Unordered.equal(matches, that.matches)
                        && java.util.Objects.equals(action, that.action)
                        && details.equals(that.details));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * table.hashCode() + Unordered.hash(matches)) + priority;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(table.isEmpty() ? "every table" : table);
        text.append(
                defaultEntry
                        ? " default"
                        : matches.stream().map(Match::toString).collect(Collectors.joining(", ", " {", "}")));
        if (priority != 0) {
            text.append(" priority ").append(priority);
        }
        if (action != null) {
            text.append(" -> ").append(action);
        }
        return text.toString();
    }
}
