package io.ipdk.testkit.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;

/**
 * The first sector of a {@link BootDisk}: machine code that a PC's BIOS starts at 0000:7c00, a table of the pieces that it
 * loads, and a partition table.
 *
 * <p>The code reads each piece from the disk it was started from (BIOS interrupt 13h, function 42h) in parts of 32 KiB to
 * 2000:0000 and has each part copied to its place, which may be above 1 MiB (interrupt 15h, function 87h). Then it enters
 * the kernel's set-up code. Where a read fails it says so on the first serial port and stops.
 *
 * <pre>
 *   0 ┌──────────────────────────┐
 *     │ code                     │
 * 384 ├──────────────────────────┤
 *     │ first sector, sectors,   │  12 bytes a piece, little endian;
 *     │ address                  │  a piece at sector 0 ends the table
 * 446 ├──────────────────────────┤
 *     │ partition table          │
 * 510 ├──────────────────────────┤
 *     │ 55 aa                    │
 * 512 └──────────────────────────┘
 * </pre>
 */
final class BootSector {

    static final int SIZE = 512;

    private static final int TABLE = 384;
    private static final int PARTITIONS = 446;
    private static final int MAX_PIECES = (PARTITIONS - TABLE) / 12 - 1;

    /** A partition type for data that is no file system. */
    private static final byte NO_FILE_SYSTEM = (byte) 0xda;

    private static final String CODE = ""
            + "31c0" // xor ax, ax
            + "8ed8" // mov ds, ax
            + "8ec0" // mov es, ax
            + "8ed0" // mov ss, ax
            + "bc007c" // mov sp, 7c00
            + "fc" // cld
            + "8816c57c" // mov [drive], dl
            + "bf807d" // mov di, table
            // piece: take the next piece's first sector
            + "668b05" // mov eax, [di]
            + "6685c0" // test eax, eax
            + "746b" // jz enter
            + "66a3d07c" // mov [packet + 8], eax
            // part: at most 64 sectors of what is left
            + "668b4504" // mov eax, [di + 4]
            + "6685c0" // test eax, eax
            + "7459" // jz next
            + "6683f840" // cmp eax, 64
            + "7606" // jbe +6
            + "66b840000000" // mov eax, 64
            + "a3ca7c" // mov [packet + 2], ax
            + "66294504" // sub [di + 4], eax
            // read it
            + "bec87c" // mov si, packet
            + "8a16c57c" // mov dl, [drive]
            + "b442" // mov ah, 42
            + "cd13" // int 13
            + "7254" // jc failed
            // copy it to its place
            + "668b5508" // mov edx, [di + 8]
            + "8916f27c" // mov [gdt + 1a], dx
            + "66c1ea10" // shr edx, 16
            + "8816f47c" // mov [gdt + 1c], dl
            + "8836f77c" // mov [gdt + 1f], dh
            + "8b0eca7c" // mov cx, [packet + 2]
            + "c1e108" // shl cx, 8: words
            + "bed87c" // mov si, gdt
            + "b487" // mov ah, 87
            + "cd15" // int 15
            + "7230" // jc failed
            // go on behind it
            + "660fb706ca7c" // movzx eax, word [packet + 2]
            + "660106d07c" // add [packet + 8], eax
            + "66c1e009" // shl eax, 9: bytes
            + "66014508" // add [di + 8], eax
            + "eb9e" // jmp part
            // next:
            + "83c70c" // add di, 12
            + "eb8d" // jmp piece
            // enter: the kernel's set-up code at 1000:0200 with its stack at 1000:e000
            + "b80010" // mov ax, 1000
            + "8ed8" // mov ds, ax
            + "8ec0" // mov es, ax
            + "8ee0" // mov fs, ax
            + "8ee8" // mov gs, ax
            + "fa" // cli
            + "8ed0" // mov ss, ax
            + "bc00e0" // mov sp, e000
            + "ea00002010" // jmp 1020:0000
            // failed: write the message to the first serial port
            + "bead7c" // mov si, message
            + "baf803" // mov dx, 3f8
            + "ac" // lodsb
            + "84c0" // test al, al
            + "7403" // jz stop
            + "ee" // out dx, al
            + "ebf8" // jmp -8
            + "f4" // stop: hlt
            + "ebfd" // jmp stop
            + "626f6f74206469736b3a2072656164206572726f720d0a00" // message: boot disk: read error
            + "00" // drive
            + "6690" // to a multiple of 4
            + "1000" + "0000" + "0000" + "0020" + "0000000000000000" // packet: 16 bytes, count, 2000:0000, sector
            + "00".repeat(16) // gdt: two empty descriptors
            + "ffff" + "0000" + "02" + "93" + "0000" // source: 64 KiB at 20000
            + "ffff" + "0000" + "00" + "93" + "0000" // destination: 64 KiB, address set above
            + "00".repeat(16); // two descriptors for the BIOS

    private BootSector() {}

    /**
     * A piece of the disk that is loaded before the kernel starts.
     *
     * @param sector its first sector, from 1
     * @param sectors how many
     * @param address where it goes, a physical address
     */
    record Piece(int sector, int sectors, int address) {}

    /**
     * The sector.
     *
     * @param pieces at most four
     * @param sectors the disk's size, for the partition that shows others that it is not empty
     */
    static byte[] of(List<Piece> pieces, int sectors) {
        if (pieces.size() > MAX_PIECES) {
            throw new IllegalArgumentException(pieces.size() + " pieces; at most " + MAX_PIECES);
        }
        ByteBuffer sector = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        sector.put(HexFormat.of().parseHex(CODE));
        sector.position(TABLE);
        pieces.forEach(
                piece -> sector.putInt(piece.sector()).putInt(piece.sectors()).putInt(piece.address()));
        sector.position(PARTITIONS);
        sector.put((byte) 0x80).put((byte) 0xfe).put((byte) 0xff).put((byte) 0xff);
        sector.put(NO_FILE_SYSTEM).put((byte) 0xfe).put((byte) 0xff).put((byte) 0xff);
        sector.putInt(1).putInt(sectors - 1);
        sector.position(SIZE - 2);
        sector.put((byte) 0x55).put((byte) 0xaa);
        return sector.array();
    }
}
