package io.ipdk.p4target.control;

import io.ipdk.p4target.runtime.CounterArray;
import io.ipdk.p4target.runtime.Environment;
import io.ipdk.p4target.runtime.MeterArray;
import io.ipdk.p4target.runtime.RegisterArray;
import io.ipdk.p4target.table.MeterCell;
import java.math.BigInteger;
import java.util.Map;
import org.p4.config.v1.CounterSpec;
import org.p4.config.v1.MeterSpec;
import org.p4.v1.CounterData;
import org.p4.v1.CounterEntry;
import org.p4.v1.Index;
import org.p4.v1.MeterEntry;
import org.p4.v1.P4Data;
import org.p4.v1.RegisterEntry;
import org.p4.v1.Update;

/** Writes cells of counters, meters and registers. Confined to one thread (the holder of the control plane's lock). */
final class CellControl {
    private final Schemas schemas;
    private final Environment environment;

    CellControl(Schemas schemas, Environment environment) {
        this.schemas = schemas;
        this.environment = environment;
    }

    /** Some cells of an array. */
    record Cells(int from, int to) {
        static Cells of(boolean one, Index index, int size) {
            if (!one) {
                return new Cells(0, size);
            }
            if (index.getIndex() < 0) {
                throw RefusedException.invalid("index is " + index.getIndex() + ", allowed: 0 to " + (size - 1));
            }
            if (index.getIndex() >= size) {
                throw new RefusedException(
                        StatusCode.OUT_OF_RANGE, "index is " + index.getIndex() + ", allowed: 0 to " + (size - 1));
            }
            return new Cells((int) index.getIndex(), (int) index.getIndex() + 1);
        }
    }

    static int place(Map<Integer, Integer> places, int id, String kind) {
        Integer place = places.get(id);
        if (place == null) {
            throw RefusedException.invalid("there is no " + kind + " with id " + id);
        }
        return place;
    }

    private static void modifyOnly(Update.Type type, String kind) {
        if (type != Update.Type.MODIFY) {
            throw RefusedException.invalid("a " + kind + " can only be modified");
        }
    }

    void write(Update.Type type, CounterEntry given, Batch batch) {
        modifyOnly(type, "counter");
        CounterArray array = environment.counter(place(schemas.counters, given.getCounterId(), "counter"));
        Cells cells = Cells.of(given.hasIndex(), given.getIndex(), array.size());
        CounterSpec.Unit unit = schemas.counterUnits.get(given.getCounterId());
        CounterData data = given.getData();
        if (given.hasData()) {
            batch.afterwards(() -> {
                for (int i = cells.from(); i < cells.to(); i++) {
                    array.set(
                            i,
                            unit == CounterSpec.Unit.BYTES ? array.packets(i) : data.getPacketCount(),
                            unit == CounterSpec.Unit.PACKETS ? array.bytes(i) : data.getByteCount());
                }
            });
        }
    }

    void write(Update.Type type, MeterEntry given, Batch batch) {
        modifyOnly(type, "meter");
        MeterArray array = environment.meter(place(schemas.meters, given.getMeterId(), "meter"));
        Cells cells = Cells.of(given.hasIndex(), given.getIndex(), array.size());
        MeterCell.Rates rates = given.hasConfig()
                ? DirectResources.rates(given.getConfig(), meterType(given.getMeterId()), "id " + given.getMeterId())
                : null;
        DirectResources.onlyZeros(given.getCounterData());
        batch.afterwards(() -> {
            for (int i = cells.from(); i < cells.to(); i++) {
                array.cell(i).configure(rates, batch.now);
                if (given.hasCounterData()) {
                    array.cell(i).clearCounters();
                }
            }
        });
    }

    void write(Update.Type type, RegisterEntry given, Batch batch) {
        modifyOnly(type, "register");
        RegisterArray array = environment.register(place(schemas.registers, given.getRegisterId(), "register"));
        Cells cells = Cells.of(given.hasIndex(), given.getIndex(), array.size());
        BigInteger value = schemas.registerTypes
                .getOrDefault(given.getRegisterId(), RegisterType.bits(array.width()))
                .read(given.getData());
        batch.afterwards(() -> {
            for (int i = cells.from(); i < cells.to(); i++) {
                for (int limb = 0; limb < array.limbs(); limb++) {
                    array.set(i, limb, value.shiftRight(64 * limb).longValue());
                }
            }
        });
    }

    private MeterSpec.Type meterType(int id) {
        return schemas.meterTypes.getOrDefault(id, MeterSpec.Type.TWO_RATE_THREE_COLOR);
    }

    /** The value of a register's cell. */
    static P4Data data(RegisterArray array, int index, RegisterType type) {
        BigInteger value = BigInteger.ZERO;
        for (int limb = array.limbs() - 1; limb >= 0; limb--) {
            value = value.shiftLeft(64).or(Numbers.unsigned(array.get(index, limb)));
        }
        return type.write(value);
    }
}
