package io.ipdk.softipu.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QmpErrorKindTest {

    /** The words of QEMU 7.2. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DeviceNotFound|Device 'ipdk.d0' not found|NOT_FOUND",
                "CommandNotFound|The command nope has not been found|UNKNOWN_COMMAND",
                "GenericError|Duplicate device ID 'ipdk.d0'|DUPLICATE",
                "GenericError|Duplicate ID 'ipdk-net.n0'|DUPLICATE",
                "GenericError|Chardev with id 'ipdk-chr.n0' already exists|DUPLICATE",
                "GenericError|Chardev 'ipdk-chr.d0' is busy|BUSY",
                "GenericError|Property 'vhost-user-blk.chardev' can't take value 'c': Device 'c' is in use|BUSY",
                "GenericError|Device ipdk.d0 is already in the process of unplug|UNPLUG_PENDING",
                "GenericError|Hot-unplug failed: guest is busy (power indicator blinking)|UNPLUG_PENDING",
                "GenericError|Bus 'pcie.0' does not support hotplugging|NO_HOTPLUG",
                "GenericError|PCI: slot 0 function 0 not available for virtio-net-pci, in use by virtio-net-pci|SLOT_TAKEN",
                "GenericError|The bootindex 1 has already been used|BOOT_ORDER_TAKEN",
                "GenericError|Chardev 'nope' not found|NOT_FOUND",
                "GenericError|Bus 'rp9' not found|NOT_FOUND",
                "GenericError|Failed to connect to 'x': No such file|OTHER",
            })
    void readsQemusWords(String errorClass, String description, QmpErrorKind kind) {
        assertThat(QmpErrorKind.of(errorClass, description)).isEqualTo(kind);
    }
}
