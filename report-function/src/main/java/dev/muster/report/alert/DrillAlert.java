package dev.muster.report.alert;

import static dev.muster.report.alert.ChatNotification.escaped;

import dev.muster.contract.Finding;
import dev.muster.contract.result.BackupFacts;
import dev.muster.contract.result.DrillResult;
import dev.muster.contract.result.LastRestorable;
import dev.muster.report.render.Amount;
import dev.muster.report.render.PartialProof;
import dev.muster.report.render.TrueRecoveryPoint;
import dev.muster.report.render.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The alert of one drill. */
public final class DrillAlert {
    private DrillAlert() {}

    /** The alert in every form, within the size that SNS takes. */
    public static Alert of(DrillNews news) {
        String email = EmailText.of(news);
        String chat = chat(news).json();
        return Sized.fit(budget -> {
            String payload = Payload.of(news.result(), news.record(), budget);
            Map<String, String> bodies = new LinkedHashMap<>();
            bodies.put("default", Headline.subject(news) + "\n" + news.report());
            bodies.put("email", email);
            bodies.put("email-json", email);
            bodies.put("https", chat);
            bodies.put("sms", Headline.sms(news));
            bodies.put("sqs", payload);
            bodies.put("lambda", payload);
            return new Alert(
                    news.result().drillId(), Headline.subject(news), bodies, attributes(news));
        });
    }

    private static Map<String, String> attributes(DrillNews news) {
        DrillResult result = news.result();
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("kind", "drill");
        attributes.put("severity", AlertSeverity.of(result).name());
        attributes.put("verdict", result.verdict().name().toLowerCase(Locale.ROOT));
        attributes.put("plan", result.plan());
        attributes.put("drillId", result.drillId());
        if (result.isPartial()) {
            attributes.put("partial", "true");
        }
        if (news.goesOn() || result.lastRestorable() != null) {
            attributes.put("walkBack", news.goesOn() ? "begun" : "ended");
        }
        if (result.cause() != null) {
            attributes.put("cause", result.cause().name().toLowerCase(Locale.ROOT));
        }
        return attributes;
    }

    private static ChatNotification chat(DrillNews news) {
        DrillResult result = news.result();
        String word = Words.verdict(result.verdict());
        String heading = Words.heading(result);
        return new ChatNotification(
                result.drillId(),
                Words.sign(result.verdict()) + " " + heading + ": " + escaped(result.plan()),
                description(news),
                EmailText.steps(news).stream().map(ChatNotification::escaped).toList(),
                keywords(result),
                "muster-" + (news.repeats() == null ? result.drillId() : news.repeats()),
                Headline.subject(news),
                "drill." + word.toLowerCase(Locale.ROOT),
                List.of(news.report()),
                context(news));
    }

    private static String description(DrillNews news) {
        DrillResult result = news.result();
        List<String> lines = new ArrayList<>();
        PartialProof.of(result).ifPresent(part -> lines.add(part.text(result.verdict())));
        lines.add(Words.sentence(result));
        Headline.deciding(result)
                .map(f -> "*Why:* " + escaped(EmailText.why(f)))
                .ifPresent(lines::add);
        BackupFacts backup = result.backup();
        if (backup != null) {
            String made =
                    backup.createdAt() == null ? "" : ", made " + Amount.minute(backup.createdAt());
            lines.add("*Backup:* " + escaped(backup.key()) + made);
        }
        if (news.goesOn()) {
            lines.add(EmailText.GOES_ON);
        }
        LastRestorable found = result.lastRestorable();
        if (found != null) {
            lines.add(
                    "*True recovery point:* "
                            + escaped(
                                    TrueRecoveryPoint.sentence(found, result.objectives().rpo())));
        }
        lines.add(Reliance.sentence(news.newest(), news.now()));
        if (news.repeats() != null) {
            lines.add("This is the second try of drill " + escaped(news.repeats()) + ".");
        }
        if (!news.goesOn()) {
            lines.add(
                    "*Report:* " + (news.reportPage() == null ? news.report() : news.reportPage()));
        }
        if (news.taskPage() != null) {
            lines.add("*Log:* " + news.taskPage());
        }
        return String.join("\n", lines);
    }

    private static List<String> keywords(DrillResult result) {
        return Stream.concat(
                        Stream.of(escaped(result.plan()), Words.verdict(result.verdict())),
                        Headline.deciding(result).map(Finding::code).map(Enum::name).stream())
                .toList();
    }

    private static Map<String, String> context(DrillNews news) {
        Map<String, String> context = new LinkedHashMap<>(attributes(news));
        context.remove("kind");
        return context;
    }
}
