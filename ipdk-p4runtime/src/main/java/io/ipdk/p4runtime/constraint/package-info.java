/**
 * The p4-constraints language: restrictions on entries and actions that a P4 program carries in {@code @entry_restriction} and
 * {@code @action_restriction}, checked before anything is sent.
 *
 * <p>The language is that of the p4-constraints project (github.com/p4lang/p4-constraints, docs/language-specification.md).
 */
@NullMarked
package io.ipdk.p4runtime.constraint;

import org.jspecify.annotations.NullMarked;
