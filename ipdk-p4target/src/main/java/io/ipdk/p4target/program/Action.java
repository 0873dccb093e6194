package io.ipdk.p4target.program;

import java.util.List;

/**
 * An action. Immutable.
 *
 * @param name fully qualified; several actions may share it after p4c's specialisation
 * @param id in the JSON
 * @param params the parameters that entries bring
 * @param body its steps
 * @param source where it came from
 */
public record Action(String name, int id, List<Param> params, List<Primitive> body, SourceInfo source) {
    public Action {
        params = List.copyOf(params);
        body = List.copyOf(body);
    }

    /**
     * A parameter. Immutable.
     *
     * @param name as in the source
     * @param width in bits
     */
    public record Param(String name, int width) {}

    /** How many longs hold the parameters before one. */
    public int offset(int param) {
        int longs = 0;
        for (int i = 0; i < param; i++) {
            longs += (params.get(i).width() + 63) / 64;
        }
        return longs;
    }
}
