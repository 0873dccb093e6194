package io.ipdk.p4target.extern;

/**
 * The arguments of a call: each is up to 64 bits, or several longs with the low one first. What is set in an argument
 * that is a field of a packet is stored there, cut to the field's width. Confined to one thread (the packet's).
 */
public final class ExternArguments {
    private final long[][] values;
    private int count;

    /** Room for so many arguments of so many longs. */
    public ExternArguments(int arguments, int longs) {
        values = new long[arguments][longs];
    }

    /** Begins a call with so many arguments. */
    public ExternArguments begin(int arguments) {
        count = arguments;
        return this;
    }

    public int size() {
        return count;
    }

    /** The low 64 bits of an argument. */
    public long get(int argument) {
        return values[argument][0];
    }

    /** One long of an argument, the low one first. */
    public long get(int argument, int limb) {
        return values[argument][limb];
    }

    /** Sets an argument of up to 64 bits. */
    public void set(int argument, long value) {
        values[argument][0] = value;
    }

    /** Sets one long of an argument, the low one first. */
    public void set(int argument, int limb, long value) {
        values[argument][limb] = value;
    }
}
