package io.ipdk.p4runtime.write;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p4.config.v1.Action;
import org.p4.config.v1.ActionRef;
import org.p4.config.v1.Expression;
import org.p4.config.v1.MatchField;
import org.p4.config.v1.P4Info;
import org.p4.config.v1.Preamble;
import org.p4.config.v1.StructuredAnnotation;
import org.p4.config.v1.Table;
import org.p4.v1.Entity;

/**
 * How far each kind of object stands from those that refer to nothing: what is referred to has a lower rank than what
 * refers to it. Follows action profiles, direct resources and {@code @refers_to(table, field)} on match fields and action
 * parameters; a circle of references is cut where it closes. Immutable.
 */
public final class ReferenceRanks {
    private static final Pattern REFERS_TO =
            Pattern.compile("@refers_to\\s*\\(\\s*\"?([\\w.:]+)\"?\\s*,\\s*\"?([\\w.:]+)\"?\\s*\\)");
    private static final long GROUP = 1L << 32;
    private static final long MULTICAST = 2L << 32;
    private static final long CLONE = 3L << 32;

    private final Map<Long, Set<Long>> references = new HashMap<>();
    private final Map<Long, Integer> ranks = new HashMap<>();
    private final int highest;

    private ReferenceRanks(P4Info info) {
        Map<Integer, Set<Long>> ofActions = new HashMap<>();
        for (Action action : info.getActionsList()) {
            Set<Long> targets = new TreeSet<>();
            for (Action.Param param : action.getParamsList()) {
                collect(info, param.getAnnotationsList(), param.getStructuredAnnotationsList(), targets);
            }
            ofActions.put(action.getPreamble().getId(), targets);
        }
        for (Table table : info.getTablesList()) {
            add(info, table, ofActions);
        }
        references.keySet().stream().sorted().forEach(node -> rank(node, new HashSet<>()));
        highest = ranks.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** The ranks of a program's objects. */
    public static ReferenceRanks of(P4Info info) {
        return new ReferenceRanks(info);
    }

    private void add(P4Info info, Table table, Map<Integer, Set<Long>> ofActions) {
        Set<Long> targets = new TreeSet<>();
        for (MatchField field : table.getMatchFieldsList()) {
            collect(info, field.getAnnotationsList(), field.getStructuredAnnotationsList(), targets);
        }
        Set<Long> byAction = new TreeSet<>();
        for (ActionRef action : table.getActionRefsList()) {
            byAction.addAll(ofActions.getOrDefault(action.getId(), Set.of()));
        }
        targets.addAll(byAction);
        long profile = Integer.toUnsignedLong(table.getImplementationId());
        if (profile != 0) {
            targets.add(profile);
            targets.add(profile | GROUP);
            merge(profile | GROUP, Set.of(profile));
            merge(profile, byAction);
        }
        merge(Integer.toUnsignedLong(table.getPreamble().getId()), targets);
    }

    private void merge(long node, Collection<Long> targets) {
        references.computeIfAbsent(node, key -> new TreeSet<>()).addAll(targets);
    }

    private static void collect(
            P4Info info, List<String> annotations, List<StructuredAnnotation> structured, Set<Long> targets) {
        for (String annotation : annotations) {
            Matcher matcher = REFERS_TO.matcher(annotation);
            while (matcher.find()) {
                addTarget(info, matcher.group(1), targets);
            }
        }
        for (StructuredAnnotation annotation : structured) {
            List<Expression> expressions = annotation.getExpressionList().getExpressionsList();
            if (annotation.getName().equals("refers_to") && !expressions.isEmpty()) {
                addTarget(info, expressions.get(0).getStringValue(), targets);
            }
        }
    }

    private static void addTarget(P4Info info, String name, Set<Long> targets) {
        switch (name) {
            case "builtin::multicast_group_table" -> targets.add(MULTICAST);
            case "builtin::clone_session_table" -> targets.add(CLONE);
            default ->
                info.getTablesList().stream()
                        .map(Table::getPreamble)
                        .filter(table -> isNamed(table, name))
                        .forEach(table -> targets.add(Integer.toUnsignedLong(table.getId())));
        }
    }

    private static boolean isNamed(Preamble table, String name) {
        return table.getAlias().equals(name)
                || table.getName().equals(name)
                || table.getName().endsWith("." + name);
    }

    private int rank(long node, Set<Long> path) {
        Integer known = ranks.get(node);
        if (known != null) {
            return known;
        }
        path.add(node);
        int rank = 0;
        for (long target : references.getOrDefault(node, Set.of())) {
            if (!path.contains(target)) {
                rank = Math.max(rank, rank(target, path) + 2);
            }
        }
        path.remove(node);
        ranks.put(node, rank);
        return rank;
    }

    /** One more than the highest rank that {@link #rank(Entity)} gives. */
    int count() {
        return highest + 2;
    }

    /** Even for what stands by itself, odd for what belongs to a table's entry. */
    public int rank(Entity entity) {
        return switch (entity.getEntityCase()) {
            case TABLE_ENTRY -> rank(entity.getTableEntry().getTableId());
            case DIRECT_COUNTER_ENTRY ->
                rank(entity.getDirectCounterEntry().getTableEntry().getTableId()) + 1;
            case DIRECT_METER_ENTRY ->
                rank(entity.getDirectMeterEntry().getTableEntry().getTableId()) + 1;
            case ACTION_PROFILE_MEMBER -> rank(entity.getActionProfileMember().getActionProfileId());
            case ACTION_PROFILE_GROUP ->
                ranks.getOrDefault(
                        Integer.toUnsignedLong(entity.getActionProfileGroup().getActionProfileId()) | GROUP, 0);
            default -> 0;
        };
    }

    private int rank(int id) {
        return ranks.getOrDefault(Integer.toUnsignedLong(id), 0);
    }
}
