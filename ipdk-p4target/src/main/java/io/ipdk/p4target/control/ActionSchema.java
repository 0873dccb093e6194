package io.ipdk.p4target.control;

import com.google.protobuf.ByteString;
import io.ipdk.p4target.program.Action;
import io.ipdk.p4target.table.ActionCall;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An action as controllers see it and as entries hold it. Immutable. */
final class ActionSchema {
    final int id;
    final String name;
    final int number;
    private final List<Param> params;
    private final Map<Integer, Integer> placeById = new HashMap<>();
    private final int longs;

    /** A parameter: its id, its type, and where it lies in the entry's data. */
    record Param(int id, ValueType type, int offset) {}

    ActionSchema(int number, org.p4.config.v1.Action info, Action action, Types types) {
        this.number = number;
        id = info.getPreamble().getId();
        name = info.getPreamble().getName();
        List<Param> all = new java.util.ArrayList<>();
        for (int i = 0; i < info.getParamsCount(); i++) {
            org.p4.config.v1.Action.Param param = info.getParams(i);
            int width = i < action.params().size() ? action.params().get(i).width() : param.getBitwidth();
            all.add(new Param(
                    param.getId(),
                    types.of(name + "." + param.getName(), width, param.hasTypeName(), param.getTypeName()),
                    i < action.params().size() ? action.offset(i) : 0));
            placeById.put(param.getId(), i);
        }
        params = List.copyOf(all);
        longs = action.offset(action.params().size());
    }

    /** An action of a client, checked. */
    ActionCall read(org.p4.v1.Action action) {
        if (action.getParamsCount() != params.size()) {
            throw RefusedException.invalid("action '" + name + "' takes " + params.size() + " parameters, "
                    + action.getParamsCount() + " were given");
        }
        long[] data = new long[longs];
        long seen = 0;
        for (int i = 0; i < params.size(); i++) {
            org.p4.v1.Action.Param given = action.getParams(i);
            Integer place = i < params.size() && params.get(i).id() == given.getParamId()
                    ? Integer.valueOf(i)
                    : placeById.get(given.getParamId());
            if (place == null || (place < 64 && (seen & 1L << place) != 0)) {
                throw RefusedException.invalid(
                        "action '" + name + "': parameter " + given.getParamId() + " is unknown or given twice");
            }
            seen |= 1L << place;
            put(data, params.get(place), given.getValue());
        }
        return new ActionCall(number, data);
    }

    private void put(long[] data, Param param, ByteString value) {
        if (longs == 0) {
            return;
        }
        if (param.type().width() <= 64 && !param.type().translated()) {
            data[param.offset()] = param.type().small(value);
            return;
        }
        BigInteger number = param.type().value(value);
        for (int limb = 0; limb < (param.type().width() + 63) / 64; limb++) {
            data[param.offset() + limb] = number.shiftRight(64 * limb).longValue();
        }
    }

    /** An entry's action for a client. */
    org.p4.v1.Action write(ActionCall call) {
        org.p4.v1.Action.Builder action = org.p4.v1.Action.newBuilder().setActionId(id);
        for (Param param : params) {
            action.addParamsBuilder()
                    .setParamId(param.id())
                    .setValue(param.type().write(number(call.data, param)));
        }
        return action.build();
    }

    private static BigInteger number(long[] data, Param param) {
        BigInteger value = BigInteger.ZERO;
        for (int limb = (param.type().width() - 1) / 64; limb >= 0 && data.length > 0; limb--) {
            byte[] bytes = new byte[9];
            java.nio.ByteBuffer.wrap(bytes).putLong(1, data[param.offset() + limb]);
            value = value.shiftLeft(64).or(new BigInteger(bytes));
        }
        return value;
    }
}
