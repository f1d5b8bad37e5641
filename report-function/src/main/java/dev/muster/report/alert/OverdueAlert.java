package dev.muster.report.alert;

import static dev.muster.report.alert.ChatNotification.escaped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.contract.ContractJson;
import dev.muster.report.alert.OverdueNews.LatePlan;
import dev.muster.report.alert.OverdueNews.Problem;
import dev.muster.report.render.Amount;
import dev.muster.report.render.Columns;
import dev.muster.report.render.Legible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The alert of a day on which something was silent for too long: one for all plans. */
public final class OverdueAlert {
    private static final int WIDTH = 78;
    private static final int MOST_IN_TEXT = 200;
    private static final int MOST_IN_CHAT = 20;

    /** How many bytes a plan or problem takes at most in what programs get. */
    private static final int BYTES_OF_ONE = 1000;

    private OverdueAlert() {}

    public static Alert of(OverdueNews news) {
        String email = email(news);
        String chat = chat(news).json();
        return Sized.fit(budget -> {
            String payload = payload(news, budget / BYTES_OF_ONE);
            Map<String, String> bodies = new LinkedHashMap<>();
            bodies.put("default", subject(news));
            bodies.put("email", email);
            bodies.put("email-json", email);
            bodies.put("https", chat);
            bodies.put("sms", Ascii.of("Muster: " + subject(news), 140));
            bodies.put("sqs", payload);
            bodies.put("lambda", payload);
            return new Alert("overdue-" + news.day(), subject(news), bodies, attributes(news));
        });
    }

    private static Map<String, String> attributes(OverdueNews news) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("kind", "overdue");
        attributes.put("severity", AlertSeverity.CRITICAL.name());
        if (news.plans().size() == 1) {
            attributes.put("plan", news.plans().getFirst().plan());
        }
        return attributes;
    }

    private static String subject(OverdueNews news) {
        List<String> parts = new ArrayList<>();
        int late = news.plans().size();
        if (late == 1) {
            parts.add("plan " + news.plans().getFirst().plan() + " is not proven");
        } else if (late > 1) {
            parts.add(Amount.count(late) + " plans are not proven");
        }
        if (!news.problems().isEmpty()) {
            parts.add(Amount.count(news.problems().size(), "other silence", "other silences"));
        }
        return Ascii.of("OVERDUE: " + String.join(", ", parts), Alert.LONGEST_SUBJECT);
    }

    private static String email(OverdueNews news) {
        List<String> lines = new ArrayList<>();
        lines.add(subject(news));
        lines.add("");
        if (!news.plans().isEmpty()) {
            lines.addAll(
                    Columns.wrap(
                            "Nobody knows whether these plans' backups restore: no drill has proven"
                                    + " one lately.",
                            WIDTH));
            for (LatePlan plan : first(news.plans(), MOST_IN_TEXT)) {
                add(lines, plan.plan() + ": " + plan.why());
            }
            addMore(lines, news.plans().size() - MOST_IN_TEXT);
        }
        for (Problem problem : first(news.problems(), MOST_IN_TEXT)) {
            lines.add("");
            add(lines, problem.what());
            add(lines, "  hint: " + problem.hint());
        }
        addMore(lines, news.problems().size() - MOST_IN_TEXT);
        lines.add("");
        lines.add("What to do now");
        steps(news).forEach(step -> add(lines, "- " + step));
        lines.add("");
        add(lines, "This is said once a day, until it is over.");
        return String.join("\n", lines) + "\n";
    }

    private static List<String> steps(OverdueNews news) {
        List<String> steps = new ArrayList<>();
        if (!news.plans().isEmpty()) {
            LatePlan plan = news.plans().getFirst();
            steps.add(
                    "Test-run the trigger function with {\"plan\":\"%s\"}: its answer says what is"
                                    .formatted(plan.plan())
                            + " started, or why nothing is.");
            steps.add(
                    "Look whether the monthly rule is enabled, and at the alerts of its last run.");
        }
        news.problems().stream().map(Problem::hint).distinct().limit(5).forEach(steps::add);
        return steps;
    }

    private static ChatNotification chat(OverdueNews news) {
        Stream<String> plans =
                first(news.plans(), MOST_IN_CHAT).stream()
                        .map(plan -> "*" + escaped(plan.plan()) + ":* " + escaped(plan.why()));
        Stream<String> problems =
                first(news.problems(), MOST_IN_CHAT).stream().map(p -> escaped(p.what()));
        int more =
                Math.max(0, news.plans().size() - MOST_IN_CHAT)
                        + Math.max(0, news.problems().size() - MOST_IN_CHAT);
        Stream<String> rest = more == 0 ? Stream.empty() : Stream.of("and " + more + " more");
        return new ChatNotification(
                "overdue-" + news.day(),
                "? " + subject(news),
                Stream.of(plans, problems, rest).flatMap(s -> s).collect(Collectors.joining("\n")),
                steps(news).stream().map(ChatNotification::escaped).toList(),
                List.of("overdue"),
                "muster-overdue-" + news.day(),
                subject(news),
                "overdue",
                List.of(),
                attributes(news));
    }

    private static String payload(OverdueNews news, int most) {
        ObjectNode document = ContractJson.mapper().createObjectNode();
        document.put("schemaVersion", 1).put("kind", "overdue").put("at", news.now().toString());
        document.put("plansInAll", news.plans().size());
        document.put("problemsInAll", news.problems().size());
        ArrayNode plans = document.putArray("plans");
        for (LatePlan plan : first(news.plans(), most)) {
            ObjectNode one = plans.addObject().put("plan", plan.plan()).put("why", cut(plan.why()));
            one.put("provenAt", plan.provenAt() == null ? null : plan.provenAt().toString());
        }
        ArrayNode problems = document.putArray("problems");
        for (Problem problem : first(news.problems(), most)) {
            problems.addObject().put("what", cut(problem.what())).put("hint", cut(problem.hint()));
        }
        try {
            return ContractJson.mapper()
                    .writer()
                    .without(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an alert cannot be written as JSON", e);
        }
    }

    private static String cut(String text) {
        return text.length() <= 400 ? text : text.substring(0, 400) + "…";
    }

    private static void add(List<String> lines, String text) {
        String indent = "  ";
        for (String line : Columns.wrap(Legible.text(text), WIDTH - indent.length())) {
            lines.add(indent + line);
            indent = "    ";
        }
    }

    private static void addMore(List<String> lines, int more) {
        if (more > 0) {
            lines.add("  and " + Amount.count(more) + " more");
        }
    }

    private static <T> List<T> first(List<T> all, int most) {
        return all.subList(0, Math.min(most, all.size()));
    }
}
