package dev.muster.restore.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.contract.ContractJson;
import dev.muster.contract.Finding;
import dev.muster.contract.result.DrillResult;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The one line of JSON that ends the log of a task, for whoever searches many of them. */
final class Summary {
    private Summary() {}

    /**
     * Writes it.
     *
     * @param stored where the result lies, null where it could not be stored
     */
    static String of(DrillResult result, @Nullable String stored, int exitCode) {
        ObjectNode line = ContractJson.mapper().createObjectNode();
        line.put("event", "drill ended");
        line.put("drillId", result.drillId());
        line.put("plan", result.plan());
        line.put("verdict", word(result.verdict()));
        line.put("proof", result.proof() == null ? null : word(result.proof()));
        line.put("cause", result.cause() == null ? null : word(result.cause()));
        line.put("backup", result.backup() == null ? null : result.backup().key());
        line.put("seconds", result.seconds());
        ObjectNode stages = line.putObject("stages");
        result.stages().forEach(stage -> stages.put(word(stage.stage()), stage.seconds()));
        var codes = line.putArray("findings");
        result.findings().stream()
                .map(Finding::code)
                .map(Enum::name)
                .distinct()
                .forEach(codes::add);
        line.put("result", stored);
        line.put("exitCode", exitCode);
        try {
            // Not every collector of logs takes all that Unicode has for one line.
            return ContractJson.mapper()
                    .writer()
                    .without(SerializationFeature.INDENT_OUTPUT)
                    .with(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a summary cannot be written as JSON", e);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
