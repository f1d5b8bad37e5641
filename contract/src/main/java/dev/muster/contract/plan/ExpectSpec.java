package dev.muster.contract.plan;

import dev.muster.contract.FindingCode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a restored database must hold, beyond what the archive itself says. */
public record ExpectSpec(
        @Option("key tables, as name or schema.name: they must exist and hold rows")
                List<String> tables,
        @Option(
                        "extensions that this machine may lack, each with the reason why the proof"
                                + " is good without it")
                Map<String, String> ignoreExtensions,
        @Option("whether backups must be encrypted; left out, true where decrypt names a" + " key")
                @Nullable Boolean encrypted,
        @Option("rules of your own, by their names") Map<String, Rule> rules,
        @Option("how much it may differ from the plan's last proven backup") HistorySpec history) {

    public ExpectSpec {
        tables = List.copyOf(tables);
        ignoreExtensions = Map.copyOf(ignoreExtensions);
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
        if (tables.stream().anyMatch(String::isBlank)) {
            throw new InvalidOption("tables", "a table has no name", "write its name");
        }
        ignoreExtensions.forEach((extension, reason) -> {
            if (reason.isBlank()) {
                throw new InvalidOption(
                        "ignoreExtensions",
                        "\"" + extension + "\" has no reason",
                        "write why the proof is good without it");
            }
        });
    }

    /** The same with another word on whether backups must be encrypted. */
    public ExpectSpec withEncrypted(boolean other) {
        return new ExpectSpec(tables, ignoreExtensions, other, rules, history);
    }

    Stream<Acceptance> acceptedExtensions() {
        return ignoreExtensions.entrySet().stream()
                .map(e -> new Acceptance(FindingCode.EXTENSION_MISSING, e.getKey(), e.getValue()));
    }
}
