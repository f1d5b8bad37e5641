package dev.muster.contract.plan;

import dev.muster.contract.Severity;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The migration that goes up and down again in the restored database. */
public record RehearseSpec(
        @Option(value = "the migration: files of SQL, or a command", required = true) Migration up,
        @Option(value = "what undoes it: files of SQL, or a command", required = true)
                Migration down,
        @Option(value = "how long each of the two may take", byDefault = "30m") Span timeout,
        @Option("the database that it is for, where pg_dumpall wrote several")
                @Nullable String database,
        @Option(
                        "variables of Muster's own environment that commands get; they get no others"
                                + " but PATH, HOME, USER, LANG, TZ and TMPDIR")
                List<String> pass,
        @Option(
                        "objects that may differ afterwards, such as the migration tool's own table,"
                                + " as name or schema.name, * standing for any text")
                List<String> ignore,
        @Option(
                        value =
                                "what a migration is that fails or is not undone: an error, which"
                                        + " leaves the drill unproven, or a warning",
                        byDefault = "error")
                Severity severity) {

    public RehearseSpec {
        pass = List.copyOf(pass);
        ignore = List.copyOf(ignore);
        if (severity == Severity.INFO) {
            throw new InvalidOption(
                    "severity", "a failed migration is not just told", "write warning or error");
        }
        if (pass.stream().anyMatch(name -> !name.matches("[A-Za-z_][A-Za-z0-9_]*"))) {
            throw new InvalidOption(
                    "pass",
                    "this is no variable's name",
                    "write names, as in [FLYWAY_LICENSE_KEY]");
        }
        if (ignore.stream().anyMatch(String::isBlank)) {
            throw new InvalidOption("ignore", "an object has no name", "write its name");
        }
    }

    /** Files that go up and down, and all else as usual. */
    public static RehearseSpec of(List<Path> up, List<Path> down) {
        return new RehearseSpec(
                new Migration.Files(up),
                new Migration.Files(down),
                Span.parse("30m"),
                null,
                List.of(),
                List.of(),
                Severity.ERROR);
    }

    /** The same with other files. */
    public RehearseSpec with(List<Path> upFiles, List<Path> downFiles) {
        return new RehearseSpec(
                new Migration.Files(upFiles),
                new Migration.Files(downFiles),
                timeout,
                database,
                pass,
                ignore,
                severity);
    }

    /** Whether an object may differ afterwards. */
    public boolean ignores(String object) {
        return ignore.stream().anyMatch(written -> NamePattern.of(written).covers(object));
    }
}
