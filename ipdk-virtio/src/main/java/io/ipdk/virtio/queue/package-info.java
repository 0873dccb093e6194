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
 * <h2>The other side is hostile</h2>
 *
 * <p>The driver is a guest, and what it writes can change between two looks. So the device looks once:
 * {@link io.ipdk.virtio.queue.DescriptorChain} is a snapshot, on the Java heap, of checked host addresses and lengths; no
 * accessor leads back to guest memory. A chain that breaks a rule is handed out faulty and returned like any other; a
 * ring whose indices make no sense is broken and stays silent until it is set up anew. Nothing a guest writes throws.
 *
 * <p>{@link io.ipdk.virtio.queue.SplitDeviceQueue} and {@link io.ipdk.virtio.queue.SplitDriverQueue} are the two sides,
 * method by method; {@link io.ipdk.virtio.queue.SplitRingLayout} is what they share. None of them knows how a
 * notification travels.
 */
@NullMarked
package io.ipdk.virtio.queue;

import org.jspecify.annotations.NullMarked;
