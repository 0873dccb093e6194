package io.ipdk.p4runtime.value;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.unit.MacAddress;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The value of a key field, an action parameter or a packet's metadata: an unsigned integer of any width, or a text.
 *
 * <p>An integer is kept as its canonical byte string: big-endian, without leading zero bytes, zero as one zero byte (P4Runtime
 * 1.5, "Bytestrings"). A text is what the caller wrote and nobody has read yet: where the field is translated to
 * {@code sdn_string} it stays a text, everywhere else it is read as a number or an address once the width is known.
 * Equality looks at the value only: {@code P4Value.of(0x0a000001)} equals {@code P4Value.ipv4("10.0.0.1")}.
 *
 * <p>Immutable.
 */
public final class P4Value {
    private static final P4Value[] SMALL = small();

    private final ByteString bytes;
    private final @Nullable String text;
    private final int naturalWidth;

    private P4Value(ByteString bytes, @Nullable String text, int naturalWidth) {
        this.bytes = bytes;
        this.text = text;
        this.naturalWidth = naturalWidth;
    }

    /**
     * An unsigned integer.
     *
     * @throws InvalidSpecException if it is negative
     */
    public static P4Value of(long value) {
        if (value < 0) {
            throw new InvalidSpecException(
                    "value", value, "0 or more", "for 64 bits with the highest one set use ofUnsigned");
        }
        return ofUnsigned(value);
    }

    /** 64 bits, read as an unsigned integer. */
    public static P4Value ofUnsigned(long bits) {
        return bits >= 0 && bits < SMALL.length ? SMALL[(int) bits] : new P4Value(Bits.canonical(bits), null, 0);
    }

    /**
     * An unsigned integer of any size.
     *
     * @throws InvalidSpecException if it is negative
     */
    public static P4Value of(BigInteger value) {
        if (value.signum() < 0) {
            throw new InvalidSpecException("value", value, "0 or more");
        }
        return of(value.toByteArray());
    }

    /**
     * An unsigned integer as bytes, the highest first; leading zero bytes do not matter.
     *
     * @throws InvalidSpecException if there is no byte at all
     */
    public static P4Value of(byte[] bigEndian) {
        return of(ByteString.copyFrom(bigEndian));
    }

    /** As {@link #of(byte[])}, without a copy. */
    public static P4Value of(ByteString bigEndian) {
        if (bigEndian.isEmpty()) {
            throw new InvalidSpecException(
                    "value", "an empty byte string", "at least one byte", "zero is one byte 0x00");
        }
        if (bigEndian.size() == 1) {
            return SMALL[bigEndian.byteAt(0) & 0xff];
        }
        return new P4Value(Bits.canonical(bigEndian), null, 0);
    }

    /** The 48 bits of a MAC address. */
    public static P4Value of(MacAddress address) {
        return new P4Value(Bits.canonical(address.bits()), null, 48);
    }

    /** The 32 or 128 bits of an IP address. */
    public static P4Value of(InetAddress address) {
        byte[] octets = address.getAddress();
        return new P4Value(Bits.canonical(UnsafeByteOperations.unsafeWrap(octets)), null, 8 * octets.length);
    }

    /**
     * A MAC address such as {@code 02:00:00:00:00:01}.
     *
     * @throws InvalidSpecException if the text is something else
     */
    public static P4Value mac(String address) {
        return AddressText.mac(address);
    }

    /**
     * An IPv4 address such as {@code 10.0.0.1}; no name is resolved.
     *
     * @throws InvalidSpecException if the text is something else
     */
    public static P4Value ipv4(String address) {
        return AddressText.ipv4(address);
    }

    /**
     * An IPv6 address such as {@code 2001:db8::1}; no name is resolved.
     *
     * @throws InvalidSpecException if the text is something else
     */
    public static P4Value ipv6(String address) {
        return AddressText.ipv6(address);
    }

    /** A text: a string of the controller's where the field is translated to one, a number or an address elsewhere. */
    public static P4Value text(String text) {
        return new P4Value(ByteString.copyFromUtf8(text), text, 0);
    }

    /**
     * Reads a number or an address now: {@code 17}, {@code 0x11}, {@code 0b10001}, {@code 0o21}, {@code 10.0.0.1},
     * {@code 2001:db8::1}, {@code 02:00:00:00:00:01}.
     *
     * @throws InvalidSpecException if the text is none of these
     */
    public static P4Value parse(String text) {
        return AddressText.parse(text);
    }

    static P4Value address(byte[] octets) {
        return new P4Value(Bits.canonical(UnsafeByteOperations.unsafeWrap(octets)), null, 8 * octets.length);
    }

    /** Whether this is a text that was not read as a number. */
    public boolean isText() {
        return text != null;
    }

    /** The canonical byte string of an integer, the UTF-8 form of a text. */
    public ByteString toByteString() {
        return bytes;
    }

    /** {@link #toByteString()} as a new array. */
    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    /** How many bits the integer needs: 0 for zero. */
    public int bitLength() {
        return Bits.length(bytes);
    }

    /** The width that an address has by nature (32, 48 or 128), 0 for a plain number. */
    public int naturalWidth() {
        return naturalWidth;
    }

    /**
     * The integer as a {@code long}.
     *
     * @throws InvalidSpecException if it needs more than 63 bits, or is a text
     */
    public long asLong() {
        if (isText() || bitLength() > 63) {
            throw new InvalidSpecException("value", this, "an integer of at most 63 bits", "use asBigInteger()");
        }
        return Bits.toLong(bytes);
    }

    /**
     * The integer as an {@code int}.
     *
     * @throws InvalidSpecException if it needs more than 31 bits, or is a text
     */
    public int asInt() {
        if (isText() || bitLength() > 31) {
            throw new InvalidSpecException("value", this, "an integer of at most 31 bits", "use asLong()");
        }
        return (int) Bits.toLong(bytes);
    }

    /**
     * The integer, never negative.
     *
     * @throws InvalidSpecException if this is a text
     */
    public BigInteger asBigInteger() {
        if (isText()) {
            throw new InvalidSpecException("value", this, "an integer", "use asText()");
        }
        return new BigInteger(1, bytes.toByteArray());
    }

    /**
     * The integer as a MAC address.
     *
     * @throws InvalidSpecException if it needs more than 48 bits, or is a text
     */
    public MacAddress asMac() {
        if (isText() || bitLength() > 48) {
            throw new InvalidSpecException("value", this, "an integer of at most 48 bits");
        }
        return new MacAddress(Bits.toLong(bytes));
    }

    /**
     * The integer as an IPv4 address.
     *
     * @throws InvalidSpecException if it needs more than 32 bits, or is a text
     */
    public InetAddress asIpv4() {
        return asAddress(4);
    }

    /**
     * The integer as an IPv6 address. (The JDK gives an IPv4 object for {@code ::ffff:a.b.c.d}.)
     *
     * @throws InvalidSpecException if it needs more than 128 bits, or is a text
     */
    public InetAddress asIpv6() {
        return asAddress(16);
    }

    /**
     * The text.
     *
     * @throws InvalidSpecException if this is an integer
     */
    public String asText() {
        if (text == null) {
            throw new InvalidSpecException("value", this, "a text", "use asLong() or asBigInteger()");
        }
        return text;
    }

    private InetAddress asAddress(int octets) {
        if (isText() || bitLength() > 8 * octets) {
            throw new InvalidSpecException("value", this, "an integer of at most " + 8 * octets + " bits");
        }
        return AddressText.address(Bits.padded(bytes, octets));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof P4Value that && isText() == that.isText() && bytes.equals(that.bytes));
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }

    /** Addresses as such, small numbers in decimal, others in hexadecimal, texts in quotes. */
    @Override
    public String toString() {
        if (text != null) {
            return Objects.requireNonNull(quoted(text));
        }
        return switch (naturalWidth) {
            case 32 -> AddressText.dotted(Bits.toLong(bytes));
            case 48 -> new MacAddress(Bits.toLong(bytes)).toString();
            case 128 -> Objects.requireNonNull(asIpv6().getHostAddress());
            default -> bytes.size() <= 2 ? Long.toString(Bits.toLong(bytes)) : "0x" + Bits.hex(bytes);
        };
    }

    private static String quoted(String text) {
        return '\'' + text + '\'';
    }

    private static P4Value[] small() {
        P4Value[] values = new P4Value[256];
        for (int i = 0; i < values.length; i++) {
            values[i] = new P4Value(UnsafeByteOperations.unsafeWrap(new byte[] {(byte) i}), null, 0);
        }
        return values;
    }
}
