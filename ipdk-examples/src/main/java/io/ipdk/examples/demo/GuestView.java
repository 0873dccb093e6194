package io.ipdk.examples.demo;

import io.ipdk.examples.console.Table;
import io.ipdk.unit.DataSize;
import java.util.List;

/**
 * What a guest sees of its devices, read from its own files under {@code /sys} and {@code /proc}.
 *
 * <p>Confined to one thread (the guest's session's).
 */
final class GuestView {

    private static final String VIRTIO_VENDOR = "0x1af4";

    private static final String PCI = """
            for d in /sys/bus/pci/devices/*; do
              driver=none
              for v in $d/virtio*/driver; do [ -e $v ] && driver=$(basename $(readlink $v)); done
              echo "${d##*/} $(cat $d/vendor) $(cat $d/device) $(cat $d/class) $driver"
            done""";

    private static final String INTERFACES = """
            for n in /sys/class/net/*; do
              [ -e $n/device ] || continue
              echo "${n##*/} $(cat $n/address) $(cat $n/mtu) $(cat $n/speed 2>/dev/null || echo -1) $(cat $n/operstate)" \\
                "$(ls -d $n/queues/rx-* | wc -l)"
            done""";

    private static final String DISKS = """
            for b in /sys/block/vd*; do
              [ -e $b ] || continue
              echo "${b##*/} $(cat $b/serial) $(cat $b/size) $(cat $b/queue/logical_block_size)" \\
                "$(ls $b/mq | wc -l) $(tr ' ' '-' <$b/queue/write_cache)"
            done""";

    private final GuestSession guest;

    GuestView(GuestSession guest) {
        this.guest = guest;
    }

    /** Its virtio functions, as lspci would list them. */
    Table pci() {
        Table table = new Table("address", "vendor:device", "class", "driver");
        for (String[] field : fields(PCI, 5)) {
            if (field[1].equals(VIRTIO_VENDOR)) {
                table.row(field[0], field[1].substring(2) + ":" + field[2].substring(2), field[3], field[4]);
            }
        }
        return table;
    }

    /** Its network interfaces, with the speed that ethtool would tell. */
    Table interfaces() {
        Table table = new Table("interface", "MAC", "MTU", "speed", "state", "queue pairs");
        for (String[] field : fields(INTERFACES, 6)) {
            String speed = field[3].equals("-1") ? "unknown" : field[3] + " Mbit/s";
            table.row(field[0], field[1], field[2], speed, field[4], field[5]);
        }
        return table;
    }

    /** Its virtio disks. */
    Table disks() {
        Table table = new Table("disk", "serial", "capacity", "block", "queues", "cache");
        for (String[] field : fields(DISKS, 6)) {
            DataSize capacity = DataSize.bytes(512 * Long.parseLong(field[2]));
            table.row(field[0], field[1], capacity, field[3], field[4], field[5]);
        }
        return table;
    }

    /** Its {@code /proc/partitions}. */
    Table partitions() {
        Table table = new Table("major", "minor", "KiB", "name");
        for (String[] field : fields("tail -n +3 /proc/partitions", 4)) {
            table.row((Object[]) field);
        }
        return table;
    }

    private List<String[]> fields(String script, int count) {
        return guest.run(script)
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(field -> field.length == count)
                .toList();
    }
}
