package io.ipdk.p4runtime.constraint;

import io.ipdk.p4runtime.info.ActionInfo;
import io.ipdk.p4runtime.info.ParamInfo;
import java.math.BigInteger;
import java.util.Arrays;
import org.p4.v1.Action;

/** The parameters of an action. */
final class ActionSubject implements Subject {
    private final BigInteger[] values;

    ActionSubject(Action action, ActionInfo info) {
        this.values = new BigInteger[info.params().size()];
        Arrays.fill(values, BigInteger.ZERO);
        for (Action.Param value : action.getParamsList()) {
            ParamInfo param = info.findParam(value.getParamId());
            if (param != null) {
                values[param.position()] = EntrySubject.number(value.getValue());
            }
        }
    }

    @Override
    public BigInteger first(int position) {
        return values[position];
    }

    @Override
    public BigInteger second(int position) {
        return BigInteger.ZERO;
    }

    @Override
    public BigInteger priority() {
        return BigInteger.ZERO;
    }

    @Override
    public String describe(int position) {
        return EntrySubject.hex(values[position]);
    }
}
