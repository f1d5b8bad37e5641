package dev.muster.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.muster.contract.ContractJson;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the records of a chain lie, and how they are written. */
final class Chain {
    private static final Pattern NAME = Pattern.compile("([^/]+)/record-(\\d{1,9})\\.json");

    private Chain() {}

    /** The name of a plan's record with this number. */
    static String name(String planFolder, int number) {
        return "%s/record-%06d.json".formatted(planFolder, number);
    }

    /** The number of the record with this name; nothing where it is no record's. */
    static OptionalInt number(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? OptionalInt.of(Integer.parseInt(matcher.group(2)))
                : OptionalInt.empty();
    }

    /** The folder of the plan whose record has this name. */
    static Optional<String> planFolder(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    static byte[] write(DrillRecord drillRecord) {
        try {
            return ContractJson.mapper().writeValueAsBytes(drillRecord);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record cannot be written as JSON", e);
        }
    }

    /** The record, or nothing where these bytes are none. */
    static Optional<DrillRecord> read(byte[] json) {
        try {
            @Nullable DrillRecord drillRecord =
                    ContractJson.mapper().readValue(json, DrillRecord.class);
            return Optional.ofNullable(drillRecord)
                    .filter(r -> r.schemaVersion() == DrillRecord.SCHEMA_VERSION);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
