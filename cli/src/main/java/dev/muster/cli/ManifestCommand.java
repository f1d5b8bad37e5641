package dev.muster.cli;

import dev.muster.cli.terminal.Quantities;
import dev.muster.cli.terminal.Screen;
import dev.muster.contract.MusterException;
import dev.muster.contract.plan.DataSize;
import dev.muster.contract.plan.SecretRef;
import dev.muster.manifest.ManifestFile;
import dev.muster.manifest.take.PgDumpCommand;
import dev.muster.manifest.take.TakeFailed;
import dev.muster.manifest.take.TakeManifest;
import dev.muster.manifest.take.TakeOrder;
import dev.muster.manifest.take.Taken;
import dev.muster.restore.Cancellation;
import dev.muster.restore.Interruption;
import dev.muster.restore.source.SourceAddress;
import dev.muster.stores.Secrets;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Takes a manifest where the backup is made: runs pg_dump and hashes the same snapshot beside it.
 */
@Command(
        name = "manifest",
        description =
                "Runs pg_dump and hashes what it dumps, in one snapshot, so that a drill can tell"
                        + " that a restored database is identical to its source.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: muster manifest --out shop.dump.manifest.json --sign-with file:manifest.key \\",
            "             -- pg_dump -Fc -f shop.dump shop",
            "A drill finds the manifest beside the backup as KEY.manifest.json.",
            "Exit codes: 0 dump and manifest are there; 1 pg_dump failed; 2 the dump is there, the",
            "manifest is not; 64 usage or configuration."
        })
final class ManifestCommand implements Callable<Integer> {
    /** pg_dump failed: there is no backup. */
    private static final int DUMP_FAILED = 1;

    /** The dump stands, or none was to be made; there is no manifest. */
    private static final int NO_MANIFEST = 2;

    /** So many tables are named that could not be hashed. */
    private static final int NAMED = 5;

    private final Screen screen;
    private final Map<String, String> environment;
    private final Cancellation cancellation = new Cancellation();

    @Spec private CommandSpec spec;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where to write the manifest.")
    private Path out = Path.of("manifest.json");

    @Option(
            names = "--sign-with",
            required = true,
            paramLabel = "REF",
            description = "Where the private key (Ed25519, PEM) lies: file:PATH, env:NAME, ….")
    private String signWith = "";

    @Option(
            names = "--source",
            paramLabel = "REF",
            description =
                    "Where the connection string of the database lies, as env:DATABASE_URL; left"
                            + " out, pg_dump's own options and the PG* variables.")
    private @Nullable String source;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "2",
            description = "Connections that hash at the same time (default: ${DEFAULT-VALUE}).")
    private int jobs;

    @Option(
            names = "--rate",
            paramLabel = "SIZE",
            description =
                    "Read at most so much in a second, as 50MB; left out, as fast as it goes.")
    private @Nullable String rate;

    @Option(
            names = "--after",
            description =
                    "Run no pg_dump: hash the database as it is now, after its backup was made. A"
                            + " drill can then say what agrees, and not why something differs.")
    private boolean after;

    @Option(
            names = "--dump",
            paramLabel = "FILE",
            description =
                    "With --after: the file that pg_dump wrote, which the manifest is bound to.")
    private @Nullable Path dumped;

    @Parameters(
            paramLabel = "-- pg_dump ARG",
            arity = "0..*",
            description = "The call of pg_dump, with any options, after --.")
    private List<String> command = new ArrayList<>();

    ManifestCommand(Screen screen, Map<String, String> environment) {
        this.screen = screen;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() {
        refuseWhatDoesNotFit();
        PgDumpCommand dump = after ? null : PgDumpCommand.of(command);
        Secrets secrets = new Secrets(environment, screen::warning);
        SecretRef keyRef = reference("--sign-with", signWith);
        byte[] key = secrets.bytes(keyRef);
        ManifestFile.check(key, keyRef.toString());
        SourceAddress address =
                source == null
                        ? SourceAddress.of(dump, environment)
                        : SourceAddress.of(
                                secrets.text(reference("--source", source)), environment);
        refuseToReplace(dump == null ? dumped : dump.file());
        OutputFile.check(out);
        TakeOrder order =
                new TakeOrder(
                        () -> address.connect("muster manifest"),
                        dump,
                        address.forPgDump(),
                        dumped,
                        jobs,
                        bytesPerSecond(),
                        new Version().getVersion()[0].replaceFirst("^muster ", ""),
                        cancellation::isCancelled,
                        screen.onErr()::line);
        try (Interruption interruption = new Interruption(cancellation::cancel)) {
            int code = take(order, key, keyRef);
            interruption.ended(code);
            return code;
        }
    }

    private int take(TakeOrder order, byte[] key, SecretRef keyRef) {
        try (FileOutputStream dump = new FileOutputStream(FileDescriptor.out)) {
            Taken taken = TakeManifest.run(order, dump);
            byte[] file = ManifestFile.sign(taken.manifest(), key, keyRef.toString());
            OutputFile.write(out, new String(file, StandardCharsets.UTF_8));
            tell(taken, file.length);
            return ExitCode.OK;
        } catch (TakeFailed e) {
            screen.onErr().problem(e.getMessage() + " [" + e.code() + "]", e.hint());
            tellWhatStands(e.dump() == TakeFailed.Dump.STANDS);
            return e.dump() == TakeFailed.Dump.FAILED ? DUMP_FAILED : NO_MANIFEST;
        } catch (MusterException e) {
            // What was configured wrongly was refused before: by now the dump is made.
            screen.onErr().problem(e.getMessage() + " [" + e.code() + "]", e.hint());
            tellWhatStands(order.dump() != null);
            return NO_MANIFEST;
        } catch (IOException e) {
            screen.onErr().problem("standard output cannot be closed [DUMP_OUTPUT]", null);
            return DUMP_FAILED;
        }
    }

    private void tellWhatStands(boolean dump) {
        if (dump) {
            screen.onErr().line("The dump is there; there is no manifest of it.");
        }
    }

    /** On standard error, because the dump itself may go to standard output. */
    private void tell(Taken taken, int bytes) {
        screen.onErr()
                .line(
                        "manifest: %s (%s) of %d tables, %s rows; hashed in %.1f s%s"
                                .formatted(
                                        out,
                                        Quantities.bytes(bytes),
                                        taken.manifest().tables().size(),
                                        Quantities.count(taken.rows()),
                                        taken.hashSeconds(),
                                        taken.dumpSeconds() > 0
                                                ? ", beside a pg_dump of %.1f s"
                                                        .formatted(taken.dumpSeconds())
                                                : ""));
        List<String> notHashed = taken.notHashed();
        if (!notHashed.isEmpty()) {
            screen.onErr()
                    .line(
                            "could not be hashed, the manifest says why: %s%s"
                                    .formatted(
                                            String.join(
                                                    ", ", notHashed.stream().limit(NAMED).toList()),
                                            notHashed.size() > NAMED
                                                    ? " and %,d more"
                                                            .formatted(notHashed.size() - NAMED)
                                                    : ""));
        }
    }

    private void refuseWhatDoesNotFit() {
        if (after && !command.isEmpty()) {
            throw wrong("--after runs no pg_dump; leave out what follows --");
        }
        if (!after && dumped != null) {
            throw wrong("--dump belongs to --after; the call of pg_dump says where it writes to");
        }
        if (jobs < 1 || jobs > 64) {
            throw wrong("--jobs is " + jobs + ", expected 1 to 64");
        }
    }

    private void refuseToReplace(@Nullable Path backup) {
        if (backup != null && same(backup, out)) {
            throw wrong(
                    "--out names the dump itself, \"%s\", which the manifest would replace"
                            .formatted(out));
        }
    }

    private static boolean same(Path one, Path other) {
        try {
            return (Files.exists(one) && Files.exists(other))
                    ? Files.isSameFile(one, other)
                    : one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
        } catch (IOException e) {
            return false; // What cannot be looked at cannot be replaced either.
        }
    }

    private long bytesPerSecond() {
        if (rate == null) {
            return 0;
        }
        String size = rate.replaceFirst("/s$", "");
        return OptionValue.of("--rate", "RATE_INVALID", () -> DataSize.parse(size)).bytes();
    }

    private static SecretRef reference(String option, String text) {
        return OptionValue.of(option, "SECRET_REFERENCE", () -> SecretRef.parse(text));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
