/**
 * The rings of virtio: how a driver hands buffers to a device and gets them back, over memory both can write.
 *
 * <h2>The split ring in one picture (virtio 1.2, §2.7)</h2>
 *
 * <pre>
 *     driver                          shared memory                          device
 *
 *   offer() ──────▶  descriptor table   [address, length, flags, next] × n
 *                          ▲ head
 *   publish() ────▶  avail ring         flags │ idx │ head, head, … │ used_event    ──▶ available(), next()
 *
 *   pollUsed() ◀──   used ring          flags │ idx │ (head, length), … │ avail_event  ◀── addUsed(), publish()
 * </pre>
 *
 * <p>Each ring is written by one side only. A side fills entries with plain stores, then moves its {@code idx} past them
 * with one release store; the other side loads {@code idx} with acquire and may then read all entries before it. The
 * indices run freely modulo 65536, and an entry's slot is its index modulo n.
 *
 * <h2>Who wakes whom</h2>
 *
 * <p>A side that polls suppresses notifications; before it sleeps it arms them <em>and looks once more</em>. The other
 * side publishes <em>and then looks</em> whether a notification is wanted. Each side stores one word and loads the other's,
 * so both need a full fence in between, or each could miss the other's store and both would sleep. It is paid once a
 * burst:
 *
 * <pre>{@code
 * int n = Math.min(queue.available(), budget);      // one acquire load
 * for (int i = 0; i < n && queue.next(chain); i++) { // plain loads, each once
 *     queue.addUsed(chain.head(), work(chain));      // plain stores
 * }
 * queue.publish();                                   // one release store
 * if (queue.interruptNeeded()) {                     // one full fence
 *     call.signal();
 * }
 * }</pre>
 *
 * <h2>A walk through one buffer</h2>
 *
 * <p>A driver with a ring of 4 has a frame at guest address 0x8000, 64 bytes long. It takes descriptor 2 from its free
 * list, writes {@code [0x8000, 64, 0, 0]} there, puts head 2 into the avail slot {@code idx % 4}, and moves {@code idx}
 * on. The device sees that its own count is one behind {@code idx}, reads head 2, then descriptor 2, checks and translates
 * it, and copies the frame. It puts {@code (2, 0)} into the used slot (nothing written into the buffer), and moves the
 * used {@code idx} on. The driver sees that, and descriptor 2 is free again. Chains may come back in any order, which is
 * why both rings name heads and neither relies on the other's slots.
 *
 * <h2>Starting and stopping</h2>
 *
 * <p>The ring outlives the device: it is guest memory. A front end starts a ring with the next avail index alone, so the
 * used index is read back from memory; it stops a ring by asking for {@link
 * io.ipdk.virtio.queue.SplitDeviceQueue#availIndex}, which is only true once no chain is {@linkplain
 * io.ipdk.virtio.queue.SplitDeviceQueue#inFlight in flight}. A new queue object is made for each start.
 *
 * <h2>The other side is hostile</h2>
 *
 * <p>The driver is a guest, and what it writes can change between two looks. So the device looks once:
 * {@link io.ipdk.virtio.queue.DescriptorChain} is a snapshot, on the Java heap, of checked host addresses and lengths; no
 * accessor leads back to guest memory. What is checked, and what becomes of it:
 *
 * <table>
 *   <caption>Rules and consequences</caption>
 *   <tr><th>broken rule</th><th>consequence</th></tr>
 *   <tr><td>an index or a head that makes no sense ({@link io.ipdk.virtio.queue.RingFault})</td>
 *       <td>the ring is broken: it hands out nothing more until it is set up anew; other rings go on</td></tr>
 *   <tr><td>a chain that makes no sense ({@link io.ipdk.virtio.queue.ChainFault})</td>
 *       <td>the chain comes out faulty, without segments, and is returned like any other, with length 0</td></tr>
 *   <tr><td>a head offered again while the device has it</td>
 *       <td>the ring is broken; so no more chains are ever in flight than the ring has descriptors</td></tr>
 *   <tr><td>a used element for what is not in flight (the device is hostile)</td>
 *       <td>the driver's ring is broken</td></tr>
 * </table>
 *
 * <p>Nothing the other side writes throws. What throws is a mistake on this side: a chain returned twice.
 *
 * <p>{@link io.ipdk.virtio.queue.SplitDeviceQueue} and {@link io.ipdk.virtio.queue.SplitDriverQueue} are the two sides,
 * method by method; {@link io.ipdk.virtio.queue.SplitRingLayout} is what they share. None of them knows how a
 * notification travels.
 */
@NullMarked
package io.ipdk.virtio.queue;

import org.jspecify.annotations.NullMarked;
