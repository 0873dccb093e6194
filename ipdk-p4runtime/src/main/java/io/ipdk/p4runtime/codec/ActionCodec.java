package io.ipdk.p4runtime.codec;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.entity.ActionCall;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.info.ActionInfo;
import io.ipdk.p4runtime.info.ParamInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p4.v1.Action;

/** An action with one value for each of its parameters, in the order of the P4Info. */
final class ActionCodec {
    private ActionCodec() {}

    static Action encode(ActionCall call, ActionInfo action, String entity) {
        List<ParamInfo> params = action.params();
        List<ActionCall.Argument> arguments = call.arguments();
        @Nullable ByteString[] values = new ByteString[params.size()];
        for (int i = 0; i < arguments.size(); i++) {
            ActionCall.Argument argument = arguments.get(i);
            ParamInfo param = action.param(argument.parameter());
            if (values[param.position()] != null) {
                throw new InvalidEntityException(
                        EntityRule.DUPLICATE, entity, label(action, param), "given twice", "once");
            }
            values[param.position()] = Values.encode(argument.value(), param.type(), entity, param.name());
        }
        Action.Builder builder = Action.newBuilder().setActionId(action.id());
        for (int i = 0; i < values.length; i++) {
            ByteString value = values[i];
            ParamInfo param = params.get(i);
            if (value == null) {
                throw new InvalidEntityException(
                        EntityRule.MISSING,
                        entity,
                        label(action, param),
                        "not given",
                        param.type().allowed());
            }
            builder.addParams(Action.Param.newBuilder().setParamId(param.id()).setValue(value));
        }
        return builder.build();
    }

    static ActionCall decode(Action message, ActionInfo action, String entity) {
        List<ActionCall.Argument> arguments = new ArrayList<>(message.getParamsCount());
        for (int i = 0; i < message.getParamsCount(); i++) {
            Action.Param value = message.getParams(i);
            ParamInfo param = action.findParam(value.getParamId());
            if (param == null) {
                throw new InvalidEntityException(
                        EntityRule.MALFORMED,
                        entity,
                        "parameter of " + action.name(),
                        "id " + Integer.toUnsignedString(value.getParamId()),
                        "the ids of the P4Info",
                        "the device may run another P4Info");
            }
            arguments.add(new ActionCall.Argument(
                    param.name(), Values.decode(value.getValue(), param.type(), entity, label(action, param))));
        }
        return new ActionCall(action.name(), arguments);
    }

    private static String label(ActionInfo action, ParamInfo param) {
        return action.name() + '.' + param.name();
    }
}
