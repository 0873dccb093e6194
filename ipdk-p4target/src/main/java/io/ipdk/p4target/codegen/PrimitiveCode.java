package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.Action;
import io.ipdk.p4target.program.Expr;
import io.ipdk.p4target.program.HeaderInstance;
import io.ipdk.p4target.program.HeaderStack;
import io.ipdk.p4target.program.HeaderType;
import io.ipdk.p4target.program.Primitive;
import io.ipdk.p4target.program.Program;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One primitive after the other as Java statements. */
final class PrimitiveCode {
    private static final Map<String, String> TWO_OPERANDS = Map.of(
            "add",
            "+",
            "subtract",
            "-",
            "bit_xor",
            "^",
            "bit_or",
            "|",
            "bit_and",
            "&",
            "shift_left",
            "<<",
            "shift_right",
            ">>");

    private final Gen gen;
    private final Code out;
    private final Expressions expressions;
    private final Assignment assignment;
    private final HeaderCode headers;
    private final boolean inAction;

    PrimitiveCode(Gen gen, Code out, @Nullable Action action) {
        this.gen = gen;
        this.out = out;
        expressions = new Expressions(gen, out, action);
        assignment = new Assignment(gen, expressions);
        headers = new HeaderCode(gen);
        inAction = action != null;
    }

    Expressions expressions() {
        return expressions;
    }

    void write(Primitive primitive) {
        expressions.begin();
        try {
            step(primitive);
        } catch (IndexOutOfBoundsException | ClassCastException e) {
            throw Refused.because("'" + primitive.op() + "' with these parameters", primitive.source());
        }
    }

    private void step(Primitive primitive) {
        List<Expr> args = primitive.args();
        String op = primitive.op();
        switch (op) {
            case "assign", "modify_field", "assign_VL" -> assign(args.get(0), args.get(1));
            case "add_to_field" -> assign(args.get(0), new Expr.Op("+", args.get(0), args.get(1), null));
            case "subtract_from_field" -> assign(args.get(0), new Expr.Op("-", args.get(0), args.get(1), null));
            case "add", "subtract", "bit_xor", "bit_or", "bit_and", "shift_left", "shift_right" ->
                assign(args.get(0), new Expr.Op(TWO_OPERANDS.getOrDefault(op, "+"), args.get(1), args.get(2), null));
            case "assign_header", "copy_header" ->
                out.line(
                        headers.assign(Selection.of(args.get(0), expressions), Selection.of(args.get(1), expressions)));
            case "assign_union" -> assignUnion(args, primitive);
            case "assign_header_stack", "assign_union_stack" -> assignStack(args);
            case "add_header" -> out.line(headers.setValid(Selection.of(args.get(0), expressions)));
            case "add_header_fast" -> out.line(headers.markValid(((Expr.HeaderRef) args.get(0)).header()));
            case "remove_header" -> removeHeader(args.get(0));
            case "push" -> new StackCode(gen).push(out, stack(args.get(0)), constant(args.get(1)));
            case "pop" -> new StackCode(gen).pop(out, stack(args.get(0)), constant(args.get(1)));
            case "exit" -> {
                out.line("exited = true;");
                leave();
            }
            case "no_op" -> out.line(";");
            case "assert", "assume" -> {
                out.line("if (!" + expressions.truth(args.get(0)) + ") {");
                out.line("failAssertion(" + Names.quoted(op + " at " + primitive.source()) + ");");
                leave();
                out.line("}");
            }
            case "log_msg" -> log(args);
            case "drop", "mark_to_drop" -> drop();
            case "generate_digest" -> out.line("digestList = (int) " + expressions.index(args.get(1)) + ";");
            case "clone_ingress_pkt_to_egress", "clone_egress_pkt_to_egress" -> {
                out.line("cloneSession = " + expressions.unsigned(args.get(0), 32) + ";");
                out.line("cloneList = " + (args.size() > 1 ? "(int) " + expressions.index(args.get(1)) : "0") + ";");
            }
            case "resubmit" -> out.line("resubmitList = (int) " + expressions.index(args.get(0)) + ";");
            case "recirculate" -> out.line("recirculateList = (int) " + expressions.index(args.get(0)) + ";");
            case "modify_field_with_hash_based_offset" -> hash(args, primitive);
            case "modify_field_rng_uniform" -> random(args);
            case "execute_meter" -> meter(args, primitive);
            case "count" ->
                out.line("env_counters_" + counter(args.get(0), primitive) + ".count(" + expressions.index(args.get(1))
                        + ", countedLength, worker);");
            case "register_read" -> registerRead(args, primitive);
            case "register_write" -> registerWrite(args, primitive);
            case "truncate" ->
                out.line("truncateTo = (int) Math.min((long) truncateTo, " + expressions.unsigned(args.get(0), 32)
                        + ");");
            default -> {
                if (!new ExternCode(gen, expressions).write(primitive)) {
                    throw Refused.because("primitive '" + op + "'", primitive.source());
                }
            }
        }
    }

    /** Ends an action; the condition keeps what follows reachable for the compiler. */
    private void leave() {
        if (inAction) {
            out.line("if (exited) {").line("return;").line("}");
        }
    }

    private void assign(Expr target, Expr value) {
        if (HeaderCode.isHeaders(target)) {
            out.line(headers.assign(Selection.of(target, expressions), Selection.of(value, expressions)));
        } else if (target instanceof Expr.RegisterCell cell) {
            writeCell(cell.register(), cell.index(), value);
        } else {
            assignment.assign(target, value);
        }
    }

    private void removeHeader(Expr header) {
        if (header instanceof Expr.UnionRef ref) {
            ref.union().headers().forEach(h -> out.line(headers.setInvalid(h)));
        } else {
            out.line(headers.setInvalid(Selection.of(header, expressions)));
        }
    }

    private void assignUnion(List<Expr> args, Primitive primitive) {
        if (!(args.get(0) instanceof Expr.UnionRef to) || !(args.get(1) instanceof Expr.UnionRef from)) {
            throw Refused.because("copying a union chosen at run time", primitive.source());
        }
        copyAll(to.union().headers(), from.union().headers());
    }

    private void assignStack(List<Expr> args) {
        HeaderStack to = stack(args.get(0));
        HeaderStack from = stack(args.get(1));
        copyAll(HeaderCode.elements(to), HeaderCode.elements(from));
        out.line(gen.names.next(to) + " = " + gen.names.next(from) + ";");
    }

    /** Invalid sources first: a valid one must not lose its place to an invalid sibling of a union. */
    private void copyAll(List<HeaderInstance> to, List<HeaderInstance> from) {
        for (HeaderInstance header : to) {
            if (!from.contains(header)) {
                out.line(gen.names.valid(header) + " = false;");
            }
        }
        for (int i = 0; i < to.size(); i++) {
            out.line("if (" + gen.names.valid(from.get(i)) + ") {");
            out.line(headers.assign(to.get(i), from.get(i)));
            out.line("}");
        }
    }

    private void log(List<Expr> args) {
        List<Expr> values = args.size() > 1 && args.get(1) instanceof Expr.Values list ? list.elements() : List.of();
        for (int i = 0; i < Math.min(32, values.size()); i++) {
            out.line("logValues[" + i + "] = " + expressions.number(values.get(i), 64) + ";");
        }
        String format = args.get(0) instanceof Expr.Text text ? text.value() : "";
        out.line("logMessage(" + Names.quoted(format) + ", " + Math.min(32, values.size()) + ");");
    }

    private void drop() {
        setStandard("egress_spec", "env.dropPort");
        setStandard("mcast_grp", "0L");
    }

    private void setStandard(String field, String value) {
        for (HeaderInstance header : gen.program.headers()) {
            if (header.name().equals("standard_metadata") || header.name().equals("intrinsic_metadata")) {
                for (HeaderType.Field f : header.type().fields()) {
                    if (f.name().equals(field)) {
                        assignment.assignJava(new Expr.FieldRef(header, f), value);
                    }
                }
            }
        }
    }

    private void hash(List<Expr> args, Primitive primitive) {
        Program.Calculation calculation = gen.program.calculations().get(((Expr.Named) args.get(2)).name());
        if (calculation == null) {
            throw Refused.because("an unknown calculation", primitive.source());
        }
        String value = new CalculationCode(gen)
                .call(calculation.name(), calculation.algorithm(), calculation.input(), true, calculation.source());
        String bounded = args.get(3) instanceof Expr.Const size && size.value().bitCount() == 1
                ? "(" + value + " & " + Gen.literal(size.value().longValue() - 1) + ")"
                : "Narrow.remainderUnsigned(" + value + ", " + expressions.number(args.get(3), 64) + ")";
        assignment.assignJava(args.get(0), "(" + expressions.number(args.get(1), 64) + " + " + bounded + ")");
    }

    private void random(List<Expr> args) {
        String low = expressions.number(args.get(1), 64);
        String high = expressions.number(args.get(2), 64);
        out.line("if (Long.compareUnsigned(" + low + ", " + high + ") <= 0) {");
        assignment.assignJava(args.get(0), "random(" + low + ", " + high + ")");
        out.line("}");
    }

    private void meter(List<Expr> args, Primitive primitive) {
        String name = ((Expr.Named) args.get(0)).name();
        int index = gen.program.meters().stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refused.because("meter '" + name + "'", primitive.source()))
                .index();
        String at = expressions.index(args.get(1));
        out.line("if (env_meters_" + index + ".has(" + at + ")) {");
        assignment.assignJava(args.get(2), "env_meters_" + index + ".colour(" + at + ", countedLength, 0, now)");
        out.line("}");
    }

    private int counter(Expr array, Primitive primitive) {
        String name = ((Expr.Named) array).name();
        return gen.program.counters().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refused.because("counter '" + name + "'", primitive.source()))
                .index();
    }

    private Program.Register register(Expr array, Primitive primitive) {
        String name = ((Expr.Named) array).name();
        return gen.program.registers().stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refused.because("register '" + name + "'", primitive.source()));
    }

    private void registerRead(List<Expr> args, Primitive primitive) {
        Program.Register register = register(args.get(1), primitive);
        String index = expressions.index(args.get(2));
        out.line("if (env_registers_" + register.index() + ".has(" + index + ")) {");
        assign(args.get(0), new Expr.RegisterCell(register, args.get(2)));
        out.line("}");
    }

    private void registerWrite(List<Expr> args, Primitive primitive) {
        writeCell(register(args.get(0), primitive), args.get(1), args.get(2));
    }

    private void writeCell(Program.Register register, Expr index, Expr value) {
        String array = "env_registers_" + register.index();
        String at = expressions.index(index);
        if (register.limbs() == 1) {
            out.line(array + ".set(" + at + ", 0, " + expressions.unsigned(value, register.width()) + ");");
            return;
        }
        String from = expressions.wide().of(value, register.limbs());
        for (int limb = 0; limb < register.limbs(); limb++) {
            int bits = register.width() - 64 * limb;
            out.line(array + ".set(" + at + ", " + limb + ", " + from + "[" + limb + "]"
                    + (bits >= 64 ? "" : " & " + Expressions.mask(bits)) + ");");
        }
    }

    private static HeaderStack stack(Expr expr) {
        return ((Expr.StackRef) expr).stack();
    }

    private static int constant(Expr expr) {
        return ((Expr.Const) expr).value().intValueExact();
    }
}
