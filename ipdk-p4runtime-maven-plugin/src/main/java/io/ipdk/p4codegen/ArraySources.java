package io.ipdk.p4codegen;

import io.ipdk.p4runtime.info.CounterInfo;
import io.ipdk.p4runtime.info.MeterInfo;
import io.ipdk.p4runtime.info.P4Object;
import io.ipdk.p4runtime.info.RegisterInfo;
import io.ipdk.p4runtime.value.P4Type;
import java.util.Locale;

/** The classes of counters, meters and registers. */
final class ArraySources {
    private final String packageName;

    ArraySources(String packageName) {
        this.packageName = packageName;
    }

    JavaSource counter(String typeName, CounterInfo counter) {
        String unit = switch (counter.proto().getSpec().getUnit()) {
            case BYTES -> "bytes";
            case PACKETS -> "packets";
            default -> "bytes and packets";
        };
        return array(typeName, counter, "Counter", "counts " + unit, counter.size());
    }

    JavaSource meter(String typeName, MeterInfo meter) {
        String unit = meter.proto().getSpec().getUnit().name().toLowerCase(Locale.ROOT);
        String type = meter.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        JavaSource source = array(typeName, meter, "Meter", "a " + type + " meter of " + unit, meter.size())
                .use("io.ipdk.p4runtime.entity.MeterConfig");
        switch (meter.type()) {
            case TWO_RATE_THREE_COLOR ->
                configured(source, "long cir, long cburst, long pir, long pburst", "twoRate(cir, cburst, pir, pburst)");
            case SINGLE_RATE_THREE_COLOR ->
                configured(source, "long cir, long cburst, long eburst", "singleRate(cir, cburst, eburst)");
            default -> configured(source, "long cir, long cburst", "twoColor(cir, cburst)");
        }
        return source;
    }

    JavaSource register(String typeName, RegisterInfo register) {
        JavaSource source =
                array(typeName, register, "Register", "holds " + Members.words(register.type()), register.size());
        if (register.type() instanceof P4Type.Bit bit && bit.width() < Long.SIZE) {
            source.member("The cell with this content.", """
                    public static RegisterEntry with(long index, long content) {
                        return at(index).data(content);
                    }""");
        } else {
            source.use("io.ipdk.p4runtime.value.P4Data");
            source.member("The cell with this content.", """
                    public static RegisterEntry with(long index, P4Data content) {
                        return at(index).data(content);
                    }""");
        }
        return source;
    }

    private JavaSource array(String typeName, P4Object object, String kind, String what, long size) {
        String entity = kind + "Entry";
        JavaSource source = new JavaSource(packageName, typeName)
                .use("io.ipdk.p4runtime.entity." + entity)
                .doc(
                        Docs.of(kind, object),
                        "Each cell " + what.replaceFirst("^a ", "is a ") + ".",
                        Docs.description(object),
                        "Immutable: it holds nothing.");
        source.member(
                "The array's name in the P4 program.",
                "public static final String NAME = " + Escape.literal(object.fullName()) + ";");
        if (size > 0) {
            source.member("How many cells there are.", "public static final long SIZE = " + size + "L;");
        }
        return source.member("private $T() {}")
                .member(
                        "A cell, from 0" + (size > 0 ? " to " + (size - 1) : "") + ".",
                        "public static " + entity + " at(long index) {\n    return " + entity + ".at(NAME, index);\n}")
                .member("All cells.", "public static " + entity + " all() {\n    return " + entity + ".all(NAME);\n}");
    }

    private static void configured(JavaSource source, String parameters, String factory) {
        source.member(
                "A cell with these rates and bursts.",
                "public static MeterEntry with(long index, " + parameters
                        + ") {\n    return at(index).config(MeterConfig." + factory + ");\n}");
    }
}
