package io.ipdk.p4runtime.info;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.Preamble;

/**
 * An action with its parameters.
 *
 * <p>Immutable.
 */
public final class ActionInfo implements P4Object {
    private final Preamble preamble;
    private final NameIndex<ParamInfo> params;

    ActionInfo(Preamble preamble, List<ParamInfo> params) {
        this.preamble = preamble;
        this.params = new NameIndex<>(
                "parameter of action '" + preamble.getName() + "'",
                params,
                ParamInfo::name,
                param -> "",
                ParamInfo::id);
    }

    @Override
    public Preamble preamble() {
        return preamble;
    }

    /** The parameters in order. */
    public List<ParamInfo> params() {
        return params.all();
    }

    /**
     * A parameter by name.
     *
     * @throws UnknownNameException if there is none
     */
    public ParamInfo param(String name) {
        return params.get(name);
    }

    /** A parameter by id, null if there is none. */
    public @Nullable ParamInfo findParam(int id) {
        return params.find(id);
    }
}
