package dev.muster.cli;

import dev.muster.cli.terminal.Screen;
import dev.muster.contract.MusterException;
import dev.muster.contract.plan.DecryptSpec;
import dev.muster.contract.plan.InvalidOption;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.RestoreSpec;
import dev.muster.contract.plan.SecretRef;
import dev.muster.contract.plan.SelectSpec;
import dev.muster.contract.plan.Span;
import dev.muster.restore.fetch.key.CipherSpec;
import dev.muster.trigger.Locate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Drills a backup of a plan, or one file without a plan. */
@Command(
        name = "drill",
        description = "Restores a backup, checks what came back, and says whether it is proven.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 proven, 1 broken, 2 unproven, 64 usage or configuration. Ctrl-C and",
            "SIGTERM end a drill in order: it cleans up and its verdict is unproven."
        })
final class DrillCommand implements Callable<Integer> {
    private final Screen screen;

    @Spec private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /** What is drilled: a plan's backup, or a file. */
    static final class What {
        @Parameters(paramLabel = "PLAN", description = "The name of a plan in muster.yaml.")
        private @Nullable String plan;

        @Option(
                names = "--file",
                paramLabel = "BACKUP",
                description = "A backup's file, or the folder of a directory archive; no plan.")
        private @Nullable Path file;
    }

    @Option(
            names = "--key",
            paramLabel = "REF",
            description =
                    "With --file: where a key or passphrase lies, as file:PATH, env:NAME,"
                            + " secretsmanager:ARN or ssm:NAME; may be repeated.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--cipher",
            paramLabel = "SPEC",
            description =
                    "With --file: how openssl enc was called, as"
                            + " openssl:aes-256-cbc:pbkdf2:iter=600000:md=sha512 or"
                            + " openssl:aes-256-cbc:legacy.")
    private @Nullable String cipher;

    @Option(names = "--backup", paramLabel = "KEY", description = "The plan's backup of this key.")
    private @Nullable String backup;

    @Option(
            names = "--select",
            paramLabel = "MODE",
            description = "random, latest, oldest or bands, in place of what the plan says.")
    private @Nullable String select;

    @Option(
            names = "--within",
            paramLabel = "SPAN",
            description = "How old the backup may be, as 7d, in place of what the plan says.")
    private @Nullable String within;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Repeats a random choice: the seed is in its result.")
    private @Nullable Long seed;

    @Mixin private PlanOptions plans;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the result as JSON; - is standard output.")
    private @Nullable String json;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write report.html into this folder.")
    private @Nullable Path report;

    @Mixin private RecordsOption records;

    DrillCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        refuseWhatDoesNotFit();
        Plan plan = what.file != null ? planOf(what.file) : selected(plans.plan("" + what.plan));
        long chosenSeed = seed != null ? seed : Locate.freshSeed();
        Path recordsFolder = what.file == null ? records.orBeside(plans) : records.named();
        DrillOutput output = new DrillOutput(json, report, recordsFolder);
        return new DrillRun(screen, output, System.getenv()).run(plan, chosenSeed);
    }

    private void refuseWhatDoesNotFit() {
        boolean selects = backup != null || select != null || within != null || seed != null;
        if (what.file != null && selects) {
            throw wrong(
                    "--backup, --select, --within and --seed choose a plan's backup; --file names one");
        }
        if (what.file == null && (!keys.isEmpty() || cipher != null)) {
            throw wrong("--key and --cipher belong to --file; a plan names its keys under decrypt");
        }
        if (backup != null && (select != null || within != null || seed != null)) {
            throw wrong(
                    "--backup names one backup; --select, --within and --seed choose among many");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Plan planOf(Path file) {
        if (Files.notExists(file)) {
            throw new MusterException(
                    "FILE_MISSING",
                    "there is no file \"" + file + "\"",
                    "give a backup's file, or the folder of a directory archive");
        }
        if (cipher != null) {
            CipherSpec.parse(cipher);
        }
        List<SecretRef> references = keys.stream().map(this::reference).toList();
        // What each is for is found by its content.
        DecryptSpec decrypt = new DecryptSpec(List.of(), references, List.of(), List.of(), cipher);
        return Plan.forFile(file, decrypt, RestoreSpec.usual());
    }

    private SecretRef reference(String text) {
        try {
            return SecretRef.parse(text);
        } catch (InvalidOption e) {
            throw new MusterException("KEY_REFERENCE", "--key: " + e.getMessage(), e.hint(), e);
        }
    }

    private Plan selected(Plan plan) {
        if (backup != null) {
            return plan.withSelect(SelectSpec.ofKey(backup));
        }
        if (select == null && within == null) {
            return plan;
        }
        try {
            SelectSpec old = plan.select();
            SelectSpec.Mode mode = select == null ? old.mode() : mode(select);
            Span span = within == null ? old.within() : Span.parse(within);
            boolean sameBands = mode == SelectSpec.Mode.BANDS && old.mode() == mode;
            return plan.withSelect(
                    new SelectSpec(mode, span, null, sameBands ? old.bands() : null));
        } catch (InvalidOption e) {
            throw new MusterException("SELECTION_INVALID", "" + e.getMessage(), e.hint(), e);
        }
    }

    private SelectSpec.Mode mode(String name) {
        for (SelectSpec.Mode each : SelectSpec.Mode.values()) {
            if (each.id().equals(name.toLowerCase(Locale.ROOT)) && each != SelectSpec.Mode.KEY) {
                return each;
            }
        }
        throw wrong("--select is \"" + name + "\", expected random, latest, oldest or bands");
    }
}
