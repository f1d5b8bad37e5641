package dev.muster.contract.plan;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A finding that the plan's owner knows of and has decided to live with. It stays visible. */
public record Acceptance(
        @Option(value = "the finding's code", required = true) FindingCode code,
        @Option("the object it is about, * standing for any text; left out, every object")
                @Nullable String object,
        @Option(value = "why it is accepted", required = true) String reason) {

    public Acceptance {
        if (reason.isBlank()) {
            throw new InvalidOption("reason", "the reason is empty", "write why it is accepted");
        }
    }

    /** Whether this is about that finding. */
    public boolean covers(Finding finding) {
        if (finding.code() != code) {
            return false;
        }
        if (object == null) {
            return true;
        }
        return finding.object() != null && matches(object, finding.object());
    }

    private static boolean matches(String pattern, String name) {
        String[] parts = pattern.split("\\*", -1);
        StringBuilder regex = new StringBuilder(Pattern.quote(parts[0]));
        for (int i = 1; i < parts.length; i++) {
            regex.append(".*").append(Pattern.quote(parts[i]));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
    }
}
