package io.ipdk.testkit.p4runtime.conformance;

import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p4.config.v1.P4Info;
import org.p4.config.v1.Preamble;
import org.p4.v1.Entity;
import org.p4.v1.ForwardingPipelineConfig;

/**
 * A P4 program of the suite: its P4Info, what p4c made of it for bmv2, and its names. In the text of entities, {@code @alias}
 * stands for the id of the object with that alias.
 *
 * <p>Immutable.
 */
final class SampleProgram {
    private static final Pattern ALIAS = Pattern.compile("@([A-Za-z_][A-Za-z_0-9]*)");

    private final P4Info info;
    private final ByteString config;
    private final Map<String, Integer> ids = new HashMap<>();

    private SampleProgram(P4Info info, ByteString config) {
        this.info = info;
        this.config = config;
        info.getTablesList().forEach(table -> add(table.getPreamble()));
        info.getActionsList().forEach(action -> add(action.getPreamble()));
        info.getActionProfilesList().forEach(profile -> add(profile.getPreamble()));
        info.getCountersList().forEach(counter -> add(counter.getPreamble()));
        info.getMetersList().forEach(meter -> add(meter.getPreamble()));
        info.getRegistersList().forEach(register -> add(register.getPreamble()));
        info.getDigestsList().forEach(digest -> add(digest.getPreamble()));
        info.getValueSetsList().forEach(set -> add(set.getPreamble()));
    }

    static SampleProgram load(String name) {
        try {
            P4Info.Builder info = P4Info.newBuilder();
            TextFormat.merge(new String(bytes(name + ".p4info.txtpb"), StandardCharsets.UTF_8), info);
            return new SampleProgram(info.build(), ByteString.copyFrom(bytes(name + ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException("sample program " + name, e);
        }
    }

    /** The same program with another P4Info. */
    SampleProgram with(Consumer<P4Info.Builder> change) {
        P4Info.Builder changed = info.toBuilder();
        change.accept(changed);
        return new SampleProgram(changed.build(), config);
    }

    P4Info info() {
        return info;
    }

    ForwardingPipelineConfig toConfig(long cookie) {
        return ForwardingPipelineConfig.newBuilder()
                .setP4Info(info)
                .setP4DeviceConfig(config)
                .setCookie(ForwardingPipelineConfig.Cookie.newBuilder().setCookie(cookie))
                .build();
    }

    int id(String alias) {
        Integer id = ids.get(alias);
        if (id == null) {
            throw new IllegalArgumentException("the program has nothing named " + alias);
        }
        return id;
    }

    Entity entity(String text) {
        Matcher aliases = ALIAS.matcher(text);
        String numbers = aliases.replaceAll(found -> Integer.toUnsignedString(id(found.group(1))));
        try {
            return TextFormat.parse(numbers, Entity.class);
        } catch (TextFormat.ParseException e) {
            throw new IllegalArgumentException("'" + numbers + "' is no entity", e);
        }
    }

    private void add(Preamble preamble) {
        ids.put(preamble.getAlias(), preamble.getId());
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = SampleProgram.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException(file + " is not among the resources");
            }
            return in.readAllBytes();
        }
    }
}
