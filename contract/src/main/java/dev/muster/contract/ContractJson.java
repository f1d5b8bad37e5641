package dev.muster.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.muster.contract.result.DrillResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the contract's documents as JSON. Unknown fields of newer versions are ignored;
 * an unknown code of a finding, kind of check or the like makes a document unreadable, so whoever
 * reads results must not be older than whoever writes them.
 */
public final class ContractJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .addModule(new Jdk8Module())
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    private ContractJson() {}

    /** The mapper itself, for documents beside the result. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** The result as indented JSON. */
    public static String write(DrillResult result) {
        try {
            return MAPPER.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result cannot be written as JSON", e);
        }
    }

    /** The bytes of a result.json: what is stored, and what its digest is taken of. */
    public static byte[] bytes(DrillResult result) {
        return (write(result) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws MusterException RESULT_UNREADABLE where it is no result, or one of a newer version
     */
    public static DrillResult readResult(String json) {
        try {
            JsonNode document = MAPPER.readTree(json);
            JsonNode version = document.path("schemaVersion");
            if (version.isInt() && version.intValue() != DrillResult.SCHEMA_VERSION) {
                throw new MusterException(
                        "RESULT_VERSION",
                        "the result has version "
                                + version.intValue()
                                + ", this Muster reads "
                                + DrillResult.SCHEMA_VERSION,
                        "read it with the Muster that wrote it, or a newer one");
            }
            if (!version.isInt()) {
                throw unreadable("it has no schemaVersion", null);
            }
            return MAPPER.treeToValue(document, DrillResult.class);
        } catch (JsonProcessingException e) {
            throw unreadable(e.getOriginalMessage(), e);
        }
    }

    private static MusterException unreadable(String why, @Nullable Exception cause) {
        return new MusterException(
                "RESULT_UNREADABLE",
                "this is no result of a drill: " + why,
                "give the result.json of a drill",
                cause);
    }
}
