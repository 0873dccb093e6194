package io.ipdk.p4runtime.info;

import io.ipdk.p4runtime.info.TableInfo.Action;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.ActionRef;
import org.p4.config.v1.ControllerPacketMetadata;
import org.p4.config.v1.MatchField;
import org.p4.config.v1.P4Info;
import org.p4.config.v1.Preamble;
import org.p4.config.v1.Table;

/** Builds the objects of a P4Info, and refuses one that contradicts itself. */
final class P4InfoIndexer {
    private static final Pattern PADDING = Pattern.compile("_*pad(ding)?[_0-9]*");

    private final P4Info proto;
    private final TypeResolver types;
    private final NameIndex<ActionInfo> actions;
    private final NameIndex<ActionProfileInfo> profiles;
    private final NameIndex<DirectCounterInfo> directCounters;
    private final NameIndex<DirectMeterInfo> directMeters;

    P4InfoIndexer(P4Info proto) {
        this.proto = proto;
        this.types = new TypeResolver(proto.getTypeInfo());
        this.actions = index(
                "action", proto.getActionsList().stream().map(this::action).toList());
        this.profiles = index(
                "action profile",
                proto.getActionProfilesList().stream()
                        .map(ActionProfileInfo::new)
                        .toList());
        this.directCounters = index(
                "direct counter",
                proto.getDirectCountersList().stream()
                        .map(DirectCounterInfo::new)
                        .toList());
        this.directMeters = index(
                "direct meter",
                proto.getDirectMetersList().stream().map(DirectMeterInfo::new).toList());
    }

    NameIndex<ActionInfo> actions() {
        return actions;
    }

    NameIndex<ActionProfileInfo> profiles() {
        return profiles;
    }

    NameIndex<DirectCounterInfo> directCounters() {
        return directCounters;
    }

    NameIndex<DirectMeterInfo> directMeters() {
        return directMeters;
    }

    NameIndex<TableInfo> tables() {
        return index("table", proto.getTablesList().stream().map(this::table).toList());
    }

    NameIndex<CounterInfo> counters() {
        return index(
                "counter",
                proto.getCountersList().stream().map(CounterInfo::new).toList());
    }

    NameIndex<MeterInfo> meters() {
        return index("meter", proto.getMetersList().stream().map(MeterInfo::new).toList());
    }

    NameIndex<RegisterInfo> registers() {
        return index(
                "register",
                proto.getRegistersList().stream()
                        .map(register -> new RegisterInfo(
                                register,
                                types.data(label("register", register.getPreamble()), register.getTypeSpec())))
                        .toList());
    }

    NameIndex<DigestInfo> digests() {
        return index(
                "digest",
                proto.getDigestsList().stream()
                        .map(digest -> new DigestInfo(
                                digest, types.data(label("digest", digest.getPreamble()), digest.getTypeSpec())))
                        .toList());
    }

    NameIndex<ValueSetInfo> valueSets() {
        return index(
                "value set",
                proto.getValueSetsList().stream()
                        .map(set -> new ValueSetInfo(
                                set, fields(label("value set", set.getPreamble()), set.getMatchList())))
                        .toList());
    }

    NameIndex<PacketHeaderInfo> packetHeaders() {
        return index(
                "packet header",
                proto.getControllerPacketMetadataList().stream()
                        .map(this::packetHeader)
                        .toList());
    }

    NameIndex<ExternInfo> externs() {
        return index(
                "extern instance",
                proto.getExternsList().stream()
                        .flatMap(type -> type.getInstancesList().stream()
                                .map(instance ->
                                        new ExternInfo(type.getExternTypeId(), type.getExternTypeName(), instance)))
                        .toList());
    }

    private static <T extends P4Object> NameIndex<T> index(String kind, List<T> objects) {
        for (T object : objects) {
            if (object.fullName().isEmpty() || object.id() == 0) {
                throw new InvalidP4InfoException(label(kind, object.preamble()), "has no name or no id");
            }
        }
        return new NameIndex<>(
                kind, objects, P4Object::fullName, object -> object.preamble().getAlias(), P4Object::id);
    }

    private ActionInfo action(org.p4.config.v1.Action action) {
        String owner = label("action", action.getPreamble());
        List<ParamInfo> params = new ArrayList<>();
        for (org.p4.config.v1.Action.Param param : action.getParamsList()) {
            params.add(new ParamInfo(
                    param.getId(),
                    params.size(),
                    param.getName(),
                    types.value(owner, param.getBitwidth(), param.getTypeName().getName()),
                    param.getDoc()));
        }
        return new ActionInfo(action.getPreamble(), params);
    }

    private PacketHeaderInfo packetHeader(ControllerPacketMetadata header) {
        String owner = label("packet header", header.getPreamble());
        List<PacketFieldInfo> fields = new ArrayList<>();
        for (ControllerPacketMetadata.Metadata field : header.getMetadataList()) {
            fields.add(new PacketFieldInfo(
                    field.getId(),
                    fields.size(),
                    field.getName(),
                    types.value(owner, field.getBitwidth(), field.getTypeName().getName()),
                    padding(field)));
        }
        return new PacketHeaderInfo(header.getPreamble(), fields);
    }

    private static boolean padding(ControllerPacketMetadata.Metadata field) {
        return field.getAnnotationsList().stream().anyMatch(annotation -> annotation.startsWith("@padding"))
                || PADDING.matcher(field.getName()).matches();
    }

    private TableInfo table(Table table) {
        String owner = label("table", table.getPreamble());
        List<Action> refs = new ArrayList<>();
        for (ActionRef ref : table.getActionRefsList()) {
            ActionInfo action = actions.find(ref.getId());
            if (action == null) {
                throw new InvalidP4InfoException(owner, "has an action of the unknown id " + unsigned(ref.getId()));
            }
            refs.add(new Action(action, ref.getScope()));
        }
        DirectCounterInfo counter = null;
        DirectMeterInfo meter = null;
        for (int id : table.getDirectResourceIdsList()) {
            DirectCounterInfo foundCounter = directCounters.find(id);
            DirectMeterInfo foundMeter = directMeters.find(id);
            counter = foundCounter != null ? foundCounter : counter;
            meter = foundMeter != null ? foundMeter : meter;
        }
        return new TableInfo(
                table,
                fields(owner, table.getMatchFieldsList()),
                refs,
                profile(owner, table.getImplementationId()),
                counter,
                meter);
    }

    private @Nullable ActionProfileInfo profile(String owner, int id) {
        if (id == 0) {
            return null;
        }
        ActionProfileInfo profile = profiles.find(id);
        if (profile == null) {
            throw new InvalidP4InfoException(owner, "is implemented by the unknown action profile " + unsigned(id));
        }
        return profile;
    }

    private List<MatchFieldInfo> fields(String owner, List<MatchField> fields) {
        List<MatchFieldInfo> infos = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (MatchField field : fields) {
            int position = infos.size();
            String name = field.getName().isEmpty() ? "value" + (position + 1) : field.getName();
            if (!names.add(name) || field.getId() == 0) {
                throw new InvalidP4InfoException(owner, "match field '" + name + "' is there twice or has no id");
            }
            infos.add(new MatchFieldInfo(
                    field,
                    position,
                    name,
                    kind(owner, name, field),
                    types.value(
                            owner + ", match field '" + name + "'",
                            field.getBitwidth(),
                            field.getTypeName().getName())));
        }
        return infos;
    }

    private static MatchKind kind(String owner, String name, MatchField field) {
        return switch (field.getMatchType()) {
            case EXACT -> MatchKind.EXACT;
            case LPM -> MatchKind.LPM;
            case TERNARY -> MatchKind.TERNARY;
            case RANGE -> MatchKind.RANGE;
            case OPTIONAL -> MatchKind.OPTIONAL;
            case UNSPECIFIED, UNRECOGNIZED -> {
                if (!field.hasOtherMatchType()) {
                    throw new InvalidP4InfoException(owner, "match field '" + name + "' has no match kind known here");
                }
                yield MatchKind.OTHER;
            }
        };
    }

    private static String label(String kind, Preamble preamble) {
        return kind + " '" + preamble.getName() + "'";
    }

    private static String unsigned(int id) {
        return Integer.toUnsignedString(id);
    }
}
