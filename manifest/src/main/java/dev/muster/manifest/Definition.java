package dev.muster.manifest;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The fingerprint of how one object is defined; in JSON a list of three, because there are many.
 *
 * @param kind as {@code column}, {@code index} or {@code function}
 * @param name unique within its kind
 * @param hash of its definition in a form that does not depend on how a server writes it
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"kind", "name", "hash"})
public record Definition(String kind, String name, String hash) {
    /** As it stands in results. */
    public String label() {
        return kind + " " + name;
    }
}
