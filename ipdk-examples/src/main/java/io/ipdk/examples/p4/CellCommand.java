package io.ipdk.examples.p4;

import io.ipdk.p4runtime.entity.CounterData;
import io.ipdk.p4runtime.entity.CounterEntry;
import io.ipdk.p4runtime.entity.MeterConfig;
import io.ipdk.p4runtime.entity.MeterEntry;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.entity.RegisterEntry;
import io.ipdk.p4runtime.value.P4Data;
import io.ipdk.p4runtime.value.P4Value;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads and writes the cells of a counter, meter or register. */
@Command(mixinStandardHelpOptions = true)
final class CellCommand extends P4Command {
    /** What the cells hold. */
    enum Kind {
        COUNTER,
        METER,
        REGISTER
    }

    private final Kind kind;

    @Parameters(index = "0", paramLabel = "NAME", description = "the array")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "INDEX", description = "the cell; all unless given")
    private long index = P4Entity.EVERY_CELL;

    @Parameters(
            index = "2..*",
            paramLabel = "WORD",
            description = "what to write: of a counter PACKETS BYTES, of a meter CIR CBURST [PIR PBURST], of a register"
                    + " VALUE")
    private List<String> words = List.of();

    @Option(names = "--all", description = "also cells that are zero")
    private boolean all;

    CellCommand(P4Session session, Kind kind) {
        super(session);
        this.kind = kind;
    }

    @Override
    void run() {
        if (!words.isEmpty()) {
            session.client().modify(wanted());
            session.output().done("modified");
            return;
        }
        EntityRecords records = session.records();
        boolean zeros = all || index != P4Entity.EVERY_CELL;
        session.output()
                .print(
                        "cells",
                        session.client().readAll(List.of(filter())).stream()
                                .filter(cell -> zeros || !isZero(cell))
                                .map(records::of)
                                .toList());
    }

    private P4Entity filter() {
        return switch (kind) {
            case COUNTER -> new CounterEntry(name, index, null);
            case METER -> new MeterEntry(name, index, null, null);
            case REGISTER -> new RegisterEntry(name, index, null);
        };
    }

    private P4Entity wanted() {
        return switch (kind) {
            case COUNTER -> new CounterEntry(name, index, new CounterData(number(1), number(0)));
            case METER ->
                new MeterEntry(
                        name,
                        index,
                        words.size() > 2
                                ? MeterConfig.twoRate(number(0), number(1), number(2), number(3))
                                : MeterConfig.singleRate(number(0), number(1), 0),
                        null);
            case REGISTER -> new RegisterEntry(name, index, P4Data.of(P4Value.parse(words.get(0))));
        };
    }

    private long number(int position) {
        return position < words.size() ? Words.number(words.get(position)) : 0;
    }

    private static boolean isZero(P4Entity entity) {
        if (entity instanceof CounterEntry cell) {
            return CounterData.ZERO.equals(cell.data());
        } else if (entity instanceof MeterEntry cell) {
            return cell.config() == null;
        }
        return entity instanceof RegisterEntry cell && P4Data.of(0).equals(cell.data());
    }
}
