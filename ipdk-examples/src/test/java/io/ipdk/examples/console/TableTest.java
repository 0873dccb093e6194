package io.ipdk.examples.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void setsNumbersToTheRightAndTextToTheLeft() {
        Table table = new Table("port", "frames", "rate")
                .row("web0", "1,000,000", "98.7 Mbit/s")
                .row("a", 7, "1.20 Gbit/s");

        assertThat(table.lines())
                .containsExactly(
                        "port     frames         rate",
                        "────  ─────────  ───────────",
                        "web0  1,000,000  98.7 Mbit/s",
                        "a             7  1.20 Gbit/s");
    }

    @Test
    void aColumnWithOneWordIsText() {
        Table table = new Table("limit").row("unlimited").row("5 IOPS");

        assertThat(table.lines()).containsExactly("limit", "─────────", "unlimited", "5 IOPS");
    }

    @Test
    void aTableWithoutRowsIsItsHeader() {
        assertThat(new Table("a", "bc").lines()).containsExactly("a  bc", "─  ──");
    }

    @Test
    void aRowNeedsACellForEveryColumn() {
        Table table = new Table("a", "b");

        assertThatThrownBy(() -> table.row("only one"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only one")
                .hasMessageContaining("[a, b]");
    }
}
