package dev.muster.manifest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprint of how one object is defined; in JSON a list of three or four, because there are
 * many.
 *
 * @param kind as {@code column}, {@code index} or {@code function}
 * @param name unique within its kind
 * @param hash of its definition in a form that does not depend on how a server writes it
 * @param loose hash in a form in which other majors agree, too, and which sees less; null where it
 *     would be no other
 */
public record Definition(String kind, String name, String hash, @Nullable String loose) {
    /** Reads what {@link #parts} wrote. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Definition of(List<String> parts) {
        if (parts.size() != 3 && parts.size() != 4) {
            throw new IllegalArgumentException("a definition is a list of three or four");
        }
        return new Definition(
                parts.get(0), parts.get(1), parts.get(2), parts.size() == 4 ? parts.get(3) : null);
    }

    @JsonValue
    List<String> parts() {
        return loose == null ? List.of(kind, name, hash) : List.of(kind, name, hash, loose);
    }

    /** Whether another major would call both the same. */
    public boolean looselyEquals(Definition other) {
        return (loose == null ? hash : loose)
                .equals(other.loose == null ? other.hash : other.loose);
    }

    /** As it stands in results. */
    public String label() {
        return kind + " " + name;
    }
}
