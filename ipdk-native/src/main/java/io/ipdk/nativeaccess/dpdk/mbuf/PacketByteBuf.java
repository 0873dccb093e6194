package io.ipdk.nativeaccess.dpdk.mbuf;

import com.sun.jna.Pointer;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.netty.buffer.AbstractReferenceCountedByteBuf;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * A window on a packet's bytes. It cannot grow beyond the packet's tailroom, and its release only closes the window.
 *
 * <p>Confined to one thread (that of the burst).
 */
final class PacketByteBuf extends AbstractReferenceCountedByteBuf {
    private long address;
    private int capacity;

    PacketByteBuf() {
        super(Integer.MAX_VALUE);
        setRefCnt(0);
    }

    void show(long start, int length, int room) {
        address = start;
        capacity = room;
        maxCapacity(room);
        resetRefCnt();
        setIndex(0, length);
    }

    void hide() {
        setRefCnt(0);
    }

    @Override
    protected void deallocate() {
        // The packet stays where it is.
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public ByteBuf capacity(int newCapacity) {
        throw new UnsupportedOperationException("a packet has the room of its mbuf, " + capacity + " bytes");
    }

    @Override
    public ByteBufAllocator alloc() {
        return UnpooledByteBufAllocator.DEFAULT;
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    public ByteOrder order() {
        return ByteOrder.BIG_ENDIAN;
    }

    @Override
    public @Nullable ByteBuf unwrap() {
        return null;
    }

    @Override
    public boolean isDirect() {
        return true;
    }

    @Override
    public boolean hasArray() {
        return false;
    }

    @Override
    public byte[] array() {
        throw new UnsupportedOperationException("a packet is outside of the heap");
    }

    @Override
    public int arrayOffset() {
        throw new UnsupportedOperationException("a packet is outside of the heap");
    }

    @Override
    public boolean hasMemoryAddress() {
        return true;
    }

    @Override
    public long memoryAddress() {
        ensureAccessible();
        return address;
    }

    @Override
    protected byte _getByte(int index) {
        return RawMemory.getByte(address + index);
    }

    @Override
    protected short _getShort(int index) {
        return Short.reverseBytes(RawMemory.getShort(address + index));
    }

    @Override
    protected short _getShortLE(int index) {
        return RawMemory.getShort(address + index);
    }

    @Override
    protected int _getUnsignedMedium(int index) {
        return (_getByte(index) & 0xff) << 16 | (_getShort(index + 1) & 0xffff);
    }

    @Override
    protected int _getUnsignedMediumLE(int index) {
        return (_getShortLE(index) & 0xffff) | (_getByte(index + 2) & 0xff) << 16;
    }

    @Override
    protected int _getInt(int index) {
        return Integer.reverseBytes(RawMemory.getInt(address + index));
    }

    @Override
    protected int _getIntLE(int index) {
        return RawMemory.getInt(address + index);
    }

    @Override
    protected long _getLong(int index) {
        return Long.reverseBytes(RawMemory.getLong(address + index));
    }

    @Override
    protected long _getLongLE(int index) {
        return RawMemory.getLong(address + index);
    }

    @Override
    protected void _setByte(int index, int value) {
        RawMemory.putByte(address + index, (byte) value);
    }

    @Override
    protected void _setShort(int index, int value) {
        RawMemory.putShort(address + index, Short.reverseBytes((short) value));
    }

    @Override
    protected void _setShortLE(int index, int value) {
        RawMemory.putShort(address + index, (short) value);
    }

    @Override
    protected void _setMedium(int index, int value) {
        _setByte(index, value >>> 16);
        _setShort(index + 1, value);
    }

    @Override
    protected void _setMediumLE(int index, int value) {
        _setShortLE(index, value);
        _setByte(index + 2, value >>> 16);
    }

    @Override
    protected void _setInt(int index, int value) {
        RawMemory.putInt(address + index, Integer.reverseBytes(value));
    }

    @Override
    protected void _setIntLE(int index, int value) {
        RawMemory.putInt(address + index, value);
    }

    @Override
    protected void _setLong(int index, long value) {
        RawMemory.putLong(address + index, Long.reverseBytes(value));
    }

    @Override
    protected void _setLongLE(int index, long value) {
        RawMemory.putLong(address + index, value);
    }

    @Override
    public ByteBuf getBytes(int index, ByteBuf target, int targetIndex, int length) {
        checkDstIndex(index, length, targetIndex, target.capacity());
        if (target.hasMemoryAddress()) {
            RawMemory.copy(address + index, target.memoryAddress() + targetIndex, length);
        } else if (target.hasArray()) {
            RawMemory.copyToArray(address + index, target.array(), target.arrayOffset() + targetIndex, length);
        } else {
            target.setBytes(targetIndex, this, index, length);
        }
        return this;
    }

    @Override
    public ByteBuf getBytes(int index, byte[] target, int targetIndex, int length) {
        checkDstIndex(index, length, targetIndex, target.length);
        RawMemory.copyToArray(address + index, target, targetIndex, length);
        return this;
    }

    @Override
    public ByteBuf getBytes(int index, ByteBuffer target) {
        target.put(nioBuffer(index, target.remaining()));
        return this;
    }

    @Override
    public ByteBuf getBytes(int index, OutputStream out, int length) throws IOException {
        byte[] bytes = new byte[length];
        getBytes(index, bytes, 0, length);
        out.write(bytes);
        return this;
    }

    @Override
    public int getBytes(int index, GatheringByteChannel out, int length) throws IOException {
        return out.write(nioBuffer(index, length));
    }

    @Override
    public int getBytes(int index, FileChannel out, long position, int length) throws IOException {
        return out.write(nioBuffer(index, length), position);
    }

    @Override
    public ByteBuf setBytes(int index, ByteBuf source, int sourceIndex, int length) {
        checkSrcIndex(index, length, sourceIndex, source.capacity());
        if (source.hasMemoryAddress()) {
            RawMemory.copy(source.memoryAddress() + sourceIndex, address + index, length);
        } else if (source.hasArray()) {
            RawMemory.copyFromArray(source.array(), source.arrayOffset() + sourceIndex, address + index, length);
        } else {
            source.getBytes(sourceIndex, this, index, length);
        }
        return this;
    }

    @Override
    public ByteBuf setBytes(int index, byte[] source, int sourceIndex, int length) {
        checkSrcIndex(index, length, sourceIndex, source.length);
        RawMemory.copyFromArray(source, sourceIndex, address + index, length);
        return this;
    }

    @Override
    public ByteBuf setBytes(int index, ByteBuffer source) {
        nioBuffer(index, source.remaining()).put(source);
        return this;
    }

    @Override
    public int setBytes(int index, InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        setBytes(index, bytes, 0, bytes.length);
        return bytes.length == 0 && length > 0 ? -1 : bytes.length;
    }

    @Override
    public int setBytes(int index, ScatteringByteChannel in, int length) throws IOException {
        return in.read(nioBuffer(index, length));
    }

    @Override
    public int setBytes(int index, FileChannel in, long position, int length) throws IOException {
        return in.read(nioBuffer(index, length), position);
    }

    @Override
    public ByteBuf copy(int index, int length) {
        byte[] bytes = new byte[length];
        getBytes(index, bytes, 0, length);
        return Unpooled.wrappedBuffer(bytes);
    }

    @Override
    public int nioBufferCount() {
        return 1;
    }

    @Override
    public ByteBuffer nioBuffer(int index, int length) {
        checkIndex(index, length);
        return new Pointer(address).getByteBuffer(index, length).order(ByteOrder.BIG_ENDIAN);
    }

    @Override
    public ByteBuffer internalNioBuffer(int index, int length) {
        return nioBuffer(index, length);
    }

    @Override
    public ByteBuffer[] nioBuffers(int index, int length) {
        return new ByteBuffer[] {nioBuffer(index, length)};
    }
}
