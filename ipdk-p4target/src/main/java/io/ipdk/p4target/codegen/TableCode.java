package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.Action;
import io.ipdk.p4target.program.Expr;
import io.ipdk.p4target.program.Program;
import io.ipdk.p4target.program.TableDef;
import io.ipdk.p4target.table.KeyLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A table as a method: packs the key, looks it up, runs the action, and says what happened. */
final class TableCode {
    /** What the method returns on a hit, where hit or miss decides. */
    static final int HIT = 1;

    private final Gen gen;
    private final ActionCode actions;

    TableCode(Gen gen) {
        this.gen = gen;
        actions = new ActionCode(gen);
    }

    /** The name of the method, which returns 1 for a hit and 0 for a miss, or the number of the action. */
    String method(TableDef table) {
        String name = gen.names.of("table", table.index(), table.name());
        return gen.method(name, () -> source(table, name));
    }

    private String source(TableDef table, String name) {
        Code code = new Code();
        code.line("// " + table.name() + "  " + table.source().toString().replace('\n', ' '));
        code.line("private int " + name + "() {");
        if (table.key().isEmpty()) {
            code.line("TableEntry entry = null;");
        } else {
            lookup(code, table);
        }
        code.line("boolean hit = entry != null;");
        code.line("if (hit) {");
        onHit(code, table);
        code.line("} else {").line("entry = defaults[" + table.index() + "];").line("}");
        code.line("if (trace != null) {");
        code.line("trace.table(" + Names.quoted(table.name()) + ", hit ? entry : null);")
                .line("}");
        code.line("ActionCall call = entry;");
        if (table.profile() >= 0) {
            profile(code, table);
        }
        dispatch(code, table);
        code.line(table.hitOrMiss() ? "return hit ? 1 : 0;" : "return call.action;");
        return code.line("}").toString();
    }

    private void lookup(Code code, TableDef table) {
        KeyLayout layout = KeyLayout.of(table);
        String[] words = words(table, layout, new Expressions(gen, code, null));
        String tables = "tables[" + table.index() + "]";
        if (layout.kind() == KeyLayout.Kind.EXACT && words.length == 1) {
            code.line("TableEntry entry = ((ExactTable) " + tables + ").lookup(" + words[0] + ");");
            return;
        }
        String key = "key_" + table.index();
        gen.member("private final long[] " + key + " = new long[" + words.length + "];");
        for (int i = 0; i < words.length; i++) {
            code.line(key + "[" + i + "] = " + words[i] + ";");
        }
        String kind = switch (layout.kind()) {
            case EXACT -> "ExactTable";
            case LPM -> "LpmTable";
            case TERNARY -> "TernaryTable";
        };
        code.line("TableEntry entry = ((" + kind + ") " + tables + ").lookup(" + key + ");");
    }

    private String[] words(TableDef table, KeyLayout layout, Expressions expressions) {
        String[] words = new String[layout.words()];
        Arrays.fill(words, "");
        for (int i = 0; i < table.key().size(); i++) {
            TableDef.Key part = table.key().get(i);
            int first = layout.bit(i) >>> 6;
            String guard =
                    part.value() instanceof Expr.FieldRef ref && !ref.header().metadata()
                            ? gen.names.valid(ref.header())
                            : "";
            if (part.width() <= 64) {
                Expr value = part.mask() == null
                        ? part.value()
                        : new Expr.Op("&", part.value(), new Expr.Const(part.mask()), null);
                int shift = 64 - (layout.bit(i) & 63) - part.width();
                String java = expressions.unsigned(value, part.width());
                String shifted = shift == 0 ? java : "(" + java + " << " + shift + ")";
                join(words, first, guard, shifted);
                continue;
            }
            List<Slices.Word> laid = new Slices()
                    .add(new Slices.Piece(part.width(), limb -> masked(part, limb, expressions)))
                    .words();
            for (int k = 0; k < laid.size(); k++) {
                join(words, first + k, guard, "(" + laid.get(k).java() + ")");
            }
        }
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].isEmpty() ? "0L" : words[i];
        }
        return words;
    }

    private static String masked(TableDef.Key part, int limb, Expressions expressions) {
        String value = expressions.leaf(part.value(), limb, 64);
        return part.mask() == null
                ? value
                : "(" + value + " & "
                        + Gen.literal(part.mask().shiftRight(64 * limb).longValue()) + ")";
    }

    private static void join(String[] words, int at, String guard, String value) {
        String guarded = guard.isEmpty() ? value : "(" + guard + " ? " + value + " : 0L)";
        words[at] += (words[at].isEmpty() ? "" : " | ") + guarded;
    }

    private void onHit(Code code, TableDef table) {
        if (table.counters()) {
            code.line("entry.state.count(countedLength);");
        }
        if (table.idleTimeout()) {
            code.line("entry.state.touch(now);");
        }
        if (table.directMeter() != null) {
            for (Program.Meter meter : gen.program.meters()) {
                if (meter.name().equals(table.directMeter()) && meter.result() != null) {
                    String units = meter.bytes() ? "countedLength" : "1L";
                    new Assignment(gen, new Expressions(gen, code, null))
                            .assignJava(
                                    meter.result(), "entry.state.meter().colour(" + units + ", countedLength, 0, now)");
                }
            }
        }
    }

    private void profile(Code code, TableDef table) {
        Program.Profile profile = gen.program.profiles().get(table.profile());
        String hash = profile.selector() == null || !table.selector()
                ? "0L"
                : new CalculationCode(gen)
                        .call(
                                "selector " + profile.name(),
                                profile.selector().algorithm(),
                                profile.selector().input(),
                                true,
                                profile.selector().source());
        code.line("if (hit) {");
        code.line("long chosen = entry.member != 0 ? 0L : " + hash + ";");
        code.line("call = state.profiles()[" + table.profile() + "].resolve(entry, chosen, state.ports());");
        code.line("if (call == null) {").line("call = NOTHING;").line("}").line("}");
    }

    private void dispatch(Code code, TableDef table) {
        Map<Integer, Action> numbered = new TreeMap<>();
        table.actions().forEach(action -> numbered.put(gen.actionNumbers.get(action.name()), action));
        List<Integer> busy = new ArrayList<>();
        numbered.forEach((number, action) -> {
            if (!action.body().isEmpty()) {
                busy.add(number);
            }
        });
        if (busy.isEmpty()) {
            return;
        }
        code.line("switch (call.action) {");
        for (int number : busy) {
            Action action = numbered.get(number);
            if (action != null) {
                code.line("case " + number + ": " + actions.call(action, "call.data") + " break;");
            }
        }
        code.line("default: break;").line("}");
    }
}
