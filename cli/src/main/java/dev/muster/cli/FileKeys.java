package dev.muster.cli;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.DecryptSpec;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.RestoreSpec;
import dev.muster.contract.plan.SecretRef;
import dev.muster.restore.fetch.key.CipherSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what opens one file, which has no plan that names its keys. */
final class FileKeys {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

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

    /** Refuses every one of them: a plan names its own. */
    void refuse() {
        if (!keys.isEmpty() || cipher != null) {
            throw new ParameterException(
                    command.commandLine(),
                    "--key and --cipher belong to --file; a plan names its keys under decrypt");
        }
    }

    /** A plan for this file alone. */
    Plan planOf(Path file) {
        if (Files.notExists(file)) {
            throw new MusterException(
                    "FILE_MISSING",
                    "there is no file \"" + file + "\"",
                    "give a backup's file, or the folder of a directory archive");
        }
        if (cipher != null) {
            CipherSpec.parse(cipher);
        }
        List<SecretRef> references = keys.stream().map(FileKeys::reference).toList();
        // What each is for is found by its content.
        DecryptSpec decrypt = new DecryptSpec(List.of(), references, List.of(), List.of(), cipher);
        return Plan.forFile(file, decrypt, RestoreSpec.usual());
    }

    private static SecretRef reference(String text) {
        return OptionValue.of("--key", "KEY_REFERENCE", () -> SecretRef.parse(text));
    }
}
