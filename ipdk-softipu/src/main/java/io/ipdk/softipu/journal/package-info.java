/**
 * What survives kill -9: the intents of the application, one small file for each device, and the IPU's identity.
 *
 * <p>A file's content is written whole to a new file, made durable and then renamed into place; how far an intent has got
 * is the file's extension, so that a step needs a rename only and works on a full disk.
 */
@NullMarked
package io.ipdk.softipu.journal;

import org.jspecify.annotations.NullMarked;
