package dev.muster.cli;

import dev.muster.cli.terminal.Screen;
import dev.muster.contract.MusterException;
import dev.muster.records.Audit;
import dev.muster.records.RecordStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after the evidence of drills. */
@Command(
        name = "audit",
        description = "Checks the evidence of past drills.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Runnable {
    @Spec private CommandSpec spec;

    static CommandLine on(Screen screen) {
        return new CommandLine(new AuditCommand()).addSubcommand("verify", new Verify(screen));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Checks the chains of records, from the bucket itself or from a copy of it. */
    @Command(
            name = "verify",
            description =
                    "Checks that every record and document is as it was written, and names the first"
                            + " that is not.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Exit codes: 0 as written, 1 a chain is broken, 64 the records cannot be read.",
                "It needs the records alone: no database, no network but the bucket's. Note the"
                        + " SHA-256 that it prints elsewhere, and give it with --head the next time."
            })
    static final class Verify implements Callable<Integer> {
        private final Screen screen;

        @Parameters(
                paramLabel = "PLAN",
                arity = "0..1",
                description = "One plan's chain; left out, all plans'.")
        private @Nullable String plan;

        @Option(
                names = "--head",
                paramLabel = "SHA256",
                description =
                        "What this command printed of the plan earlier: shows also that the chain's"
                                + " end was not cut off or written anew.")
        private @Nullable String head;

        @Mixin private PlanOptions plans;

        @Mixin private RecordsOption records;

        Verify(Screen screen) {
            this.screen = screen;
        }

        @Override
        public Integer call() {
            if (head != null && (plan == null || !head.matches("[0-9a-fA-F]{64}"))) {
                throw new MusterException(
                        "USAGE",
                        "--head is the SHA-256 of one plan's newest record, in 64 digits",
                        "muster audit verify PLAN --head SHA256");
            }
            RecordStore store = records.store(plans);
            List<String> asked = plan == null ? Audit.folders(store) : List.of(plan);
            if (asked.isEmpty() || (plan != null && Audit.isEmpty(store, plan))) {
                throw nothing(store);
            }
            return new ChainAudit(screen, store)
                    .run(asked, head == null ? null : head.toLowerCase(Locale.ROOT));
        }

        /** Nothing to check is not the same as everything in order. */
        private MusterException nothing(RecordStore store) {
            return new MusterException(
                    "RECORDS_NONE",
                    "there is no record%s in \"%s\""
                            .formatted(
                                    plan == null ? "" : " of plan \"" + plan + "\"",
                                    store.location("record-000001.json")
                                            .replaceFirst("/?record-000001.json$", "")),
                    "check --records and the plan's name; `muster history` shows what is recorded");
        }
    }
}
