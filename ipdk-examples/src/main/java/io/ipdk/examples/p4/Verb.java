package io.ipdk.examples.p4;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.P4Entity;

/** What is done with an entity. */
enum Verb {
    LIST,
    INSERT,
    MODIFY,
    DELETE;

    /** What was done, for people. */
    String past() {
        return switch (this) {
            case LIST -> "listed";
            case INSERT -> "inserted";
            case MODIFY -> "modified";
            case DELETE -> "deleted";
        };
    }

    void write(P4RuntimeClient client, P4Entity entity) {
        switch (this) {
            case LIST -> throw new IllegalStateException("a list is read");
            case INSERT -> client.insert(entity);
            case MODIFY -> client.modify(entity);
            case DELETE -> client.delete(entity);
        }
    }
}
