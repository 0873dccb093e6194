package io.ipdk.nativeaccess.dpdk.mbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.nativeaccess.posix.DirectMemory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.IllegalReferenceCountException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A packet's view beside a heap buffer of Netty's own: the same calls must read and leave the same bytes. */
class PacketByteBufTest {
    private static final int LENGTH = 64;

    private final DirectMemory memory = DirectMemory.allocate(LENGTH);
    private final PacketByteBuf view = new PacketByteBuf();
    private final ByteBuf model = Unpooled.buffer(LENGTH, LENGTH);

    PacketByteBufTest() {
        view.show(memory.address(), LENGTH, LENGTH);
        byte[] bytes = new byte[LENGTH];
        new Random(1).nextBytes(bytes);
        view.setBytes(0, bytes);
        model.writeBytes(bytes);
    }

    @Test
    void readsAreThoseOfAnyBuffer() {
        for (int i = 0; i <= LENGTH - 8; i++) {
            assertThat(view.getByte(i)).isEqualTo(model.getByte(i));
            assertThat(view.getShort(i)).isEqualTo(model.getShort(i));
            assertThat(view.getShortLE(i)).isEqualTo(model.getShortLE(i));
            assertThat(view.getMedium(i)).isEqualTo(model.getMedium(i));
            assertThat(view.getMediumLE(i)).isEqualTo(model.getMediumLE(i));
            assertThat(view.getInt(i)).isEqualTo(model.getInt(i));
            assertThat(view.getIntLE(i)).isEqualTo(model.getIntLE(i));
            assertThat(view.getLong(i)).isEqualTo(model.getLong(i));
            assertThat(view.getLongLE(i)).isEqualTo(model.getLongLE(i));
        }
    }

    @Test
    void writesAreThoseOfAnyBuffer() {
        for (ByteBuf buffer : new ByteBuf[] {view, model}) {
            buffer.setByte(0, 1).setShort(1, 0x203).setShortLE(3, 0x405).setMedium(5, 0x60708);
            buffer.setMediumLE(8, 0x90a0b).setInt(11, 0xc0d0e0f).setIntLE(15, 0x10111213);
            buffer.setLong(19, 0x1415161718191a1bL).setLongLE(27, 0x1c1d1e1f20212223L);
        }

        assertThat((Object) view).isEqualTo(model);
    }

    @Test
    void copiesGoBothWays() throws IOException {
        byte[] bytes = new byte[8];
        ByteBuf heap = Unpooled.buffer(8);
        ByteBuffer nio = ByteBuffer.allocate(8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        view.getBytes(4, bytes);
        view.getBytes(4, heap, 0, 8);
        view.getBytes(4, nio);
        view.getBytes(4, out, 8);
        byte[] expected = new byte[8];
        model.getBytes(4, expected);

        assertThat(bytes).isEqualTo(expected);
        assertThat(heap.array()).startsWith(expected);
        assertThat(nio.array()).isEqualTo(expected);
        assertThat(out.toByteArray()).isEqualTo(expected);
        assertThat((Object) view.copy(4, 8)).isEqualTo(model.copy(4, 8));

        for (ByteBuf buffer : new ByteBuf[] {view, model}) {
            buffer.setBytes(0, ByteBuffer.wrap(expected)).setBytes(8, Unpooled.wrappedBuffer(expected), 0, 8);
            buffer.setBytes(16, new ByteArrayInputStream(expected), 8);
        }
        assertThat((Object) view).isEqualTo(model);
    }

    @Test
    void theBoundsAreThoseOfThePacket() {
        assertThatThrownBy(() -> view.getLong(LENGTH - 7)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.getByte(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.writeByte(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.getBytes(60, new byte[8])).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.capacity(128)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(view::array).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aReleasedViewIsRefused() {
        assertThat(view.release()).isTrue();

        assertThatThrownBy(() -> view.getByte(0)).isInstanceOf(IllegalReferenceCountException.class);
        assertThatThrownBy(view::release).isInstanceOf(IllegalReferenceCountException.class);
    }

    @Test
    void aViewIsRefusedOnceItsPacketIsGoneAndIsUsedAgain() {
        view.hide();
        assertThatThrownBy(() -> view.getByte(0)).isInstanceOf(IllegalReferenceCountException.class);

        view.show(memory.address(), 8, 16);

        assertThat(view.readableBytes()).isEqualTo(8);
        assertThat(view.writableBytes()).isEqualTo(8);
        assertThat(view.refCnt()).isOne();
    }

    @Test
    void aSliceReadsTheSameMemory() {
        assertThat(view.slice(8, 8).getLong(0)).isEqualTo(model.getLong(8));
        assertThat(view.nioBuffer(8, 8).getLong()).isEqualTo(model.getLong(8));
        assertThat(view.memoryAddress()).isEqualTo(memory.address());
        assertThat(view.hasArray()).isFalse();
        assertThat(view.nioBufferCount()).isOne();
    }
}
