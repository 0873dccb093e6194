package io.ipdk.p4runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.value.P4Data;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.p4.v1.DigestList;
import org.p4.v1.Entity;
import org.p4.v1.Update;

/** Every message of the corpus: what servers take and give goes through unchanged, what they refuse is refused here. */
class CorpusRoundTripTest {
    static final List<String> PROGRAMS = Corpus.PROGRAMS;

    /** What only a server can know: what is there already, what is still in use. */
    private static final Set<String> ONLY_THE_SERVER_KNOWS =
            Set.of("ALREADY_EXISTS", "NOT_FOUND", "FAILED_PRECONDITION");

    @ParameterizedTest
    @FieldSource("PROGRAMS")
    void whatAServerTakesIsEncodedToTheSameMessage(String program) {
        EntityCodec codec = EntityCodec.of(Corpus.info(program));
        assertThat(Corpus.lines(program))
                .filteredOn(line -> line.kind().equals("write"))
                .allSatisfy(line -> {
                    Update update = Corpus.text(line.text(), Update.class);
                    P4Entity entity = codec.decode(update.getEntity());

                    Entity expected = update.getType() == Update.Type.DELETE
                            ? codec.encodeFilter(entity.key())
                            : update.getEntity();
                    assertThat(Corpus.canonical(
                                    codec.encode(update.getType(), entity).getEntity()))
                            .isEqualTo(Corpus.canonical(expected));
                });
    }

    @ParameterizedTest
    @FieldSource("PROGRAMS")
    void whatAServerTellsIsDecodedAndEncodedToTheSameMessage(String program) {
        EntityCodec codec = EntityCodec.of(Corpus.info(program));
        assertThat(Corpus.lines(program))
                .filteredOn(line -> line.kind().equals("entity"))
                .allSatisfy(line -> {
                    Entity message = Corpus.text(line.text(), Entity.class);
                    P4Entity entity = codec.decode(message);

                    assertThat(Corpus.canonical(codec.encode(entity))).isEqualTo(Corpus.canonical(message));
                    assertThat(codec.normalize(entity)).isEqualTo(entity).hasSameHashCodeAs(entity);
                });
    }

    @ParameterizedTest
    @FieldSource("PROGRAMS")
    void whatAServerRefusesForItsFormIsRefusedHere(String program) {
        EntityCodec codec = EntityCodec.of(Corpus.info(program));
        assertThat(Corpus.lines(program))
                .filteredOn(line -> line.kind().startsWith("refused "))
                .filteredOn(line -> !ONLY_THE_SERVER_KNOWS.contains(line.kind().substring(8)))
                .allSatisfy(line -> {
                    Update update = Corpus.text(line.text(), Update.class);
                    // Ignored bits and don't-cares are no error here: they are mended.
                    assertThatThrownBy(() -> {
                                P4Entity entity = codec.decode(update.getEntity());
                                assertThat(codec.encode(update.getType(), entity))
                                        .isEqualTo(update);
                            })
                            .isInstanceOfAny(IpdkException.class, AssertionError.class);
                });
    }

    @ParameterizedTest
    @FieldSource("PROGRAMS")
    void idleEntriesAreDecoded(String program) {
        EntityCodec codec = EntityCodec.of(Corpus.info(program));
        assertThat(Corpus.lines(program))
                .filteredOn(line -> line.kind().equals("idle"))
                .allSatisfy(line -> {
                    TableEntry entry = codec.decode(Corpus.text(line.text(), org.p4.v1.TableEntry.class));

                    assertThat(entry.idleTimeout()).isPositive();
                    assertThat(entry.matches()).isNotEmpty();
                });
    }

    @ParameterizedTest
    @FieldSource("PROGRAMS")
    void digestsAreDecodedByName(String program) {
        DigestCodec codec = DigestCodec.of(Corpus.info(program));
        assertThat(Corpus.lines(program))
                .filteredOn(line -> line.kind().startsWith("digest "))
                .allSatisfy(line -> {
                    int id = Corpus.info(program)
                            .digest(line.kind().substring(7))
                            .id();
                    DigestList list = DigestList.newBuilder()
                            .setDigestId(id)
                            .setListId(7)
                            .setTimestamp(1_500_000_000L)
                            .addData(Corpus.text(line.text(), org.p4.v1.P4Data.class))
                            .build();

                    io.ipdk.p4runtime.entity.DigestList decoded = codec.decode(list);
                    assertThat(decoded.messages()).singleElement().isInstanceOf(P4Data.Struct.class);
                    assertThat(codec.ack(decoded).getDigestId()).isEqualTo(id);
                    assertThat(codec.ack(decoded).getListId()).isEqualTo(7);
                });
    }
}
