package dev.muster.contract.plan;

import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** Whether this is about that finding, as a whole. */
    public boolean covers(Finding finding) {
        if (finding.code() != code) {
            return false;
        }
        boolean cause = isCauseOf(finding) && matches(object, finding.object());
        boolean each =
                !finding.objects().isEmpty()
                        && finding.objects().stream().allMatch(one -> matches(object, one));
        return object == null || cause || each;
    }

    /** One that a finding names beside the objects that it is about: what they have in common. */
    private static boolean isCauseOf(Finding finding) {
        String named = finding.object();
        return named != null && !finding.objects().contains(named);
    }

    /**
     * What becomes of a finding: itself, or itself accepted, or both where this covers some of its
     * objects.
     */
    public List<Finding> applyTo(Finding finding) {
        if (finding.accepted() != null || finding.code() != code) {
            return List.of(finding);
        }
        if (covers(finding)) {
            return List.of(finding.accept(reason));
        }
        Map<Boolean, List<String>> objects =
                finding.objects().stream()
                        .collect(Collectors.partitioningBy(each -> matches(object, each)));
        List<String> known = objects.getOrDefault(true, List.of());
        return known.isEmpty()
                ? List.of(finding)
                : List.of(
                        finding.ofThese(objects.getOrDefault(false, List.of())),
                        finding.ofThese(known).accept(reason));
    }

    private static boolean matches(@Nullable String pattern, @Nullable String name) {
        if (pattern == null || name == null) {
            return false;
        }
        String[] parts = pattern.split("\\*", -1);
        StringBuilder regex = new StringBuilder(Pattern.quote(parts[0]));
        for (int i = 1; i < parts.length; i++) {
            regex.append(".*").append(Pattern.quote(parts[i]));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
    }
}
