package io.ipdk.nativeaccess.spdk.crypto;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A key that SPDK has, without what it is.
 *
 * <p>Immutable.
 *
 * @param cipher as SPDK spells it
 */
public record CryptoKeyInfo(String name, String cipher) {

    static CryptoKeyInfo read(JsonNode node) {
        return new CryptoKeyInfo(
                node.required("name").asText(), node.path("cipher").asText());
    }
}
