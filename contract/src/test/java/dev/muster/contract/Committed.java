package dev.muster.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A committed file that is generated from code: it must say what the code says. */
public final class Committed {
    private Committed() {}

    /** The same for JSON, with a line for each element, so that a change is a line. */
    public static void checkJson(Path file, String generated) throws IOException {
        DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
        lines.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        JsonMapper mapper = new JsonMapper();
        check(file, mapper.writer(lines).writeValueAsString(mapper.readTree(generated)) + "\n");
    }

    /** Fails where the file differs; with -Dmuster.regenerate=true writes it instead. */
    public static void check(Path file, String generated) throws IOException {
        if (Boolean.getBoolean("muster.regenerate")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, generated);
        }
        String committed = Files.exists(file) ? Files.readString(file) : "";
        assertThat(committed)
                .as(
                        "%s is generated from the contract; after a change on purpose run"
                                + " ./mvnw -pl contract test -Dmuster.regenerate=true"
                                + " and commit what it wrote",
                        file)
                .isEqualTo(generated);
    }
}
