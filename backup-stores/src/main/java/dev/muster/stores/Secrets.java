package dev.muster.stores;

import dev.muster.contract.MusterException;
import dev.muster.contract.plan.SecretRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads secrets from where a plan says they lie. No message of it holds one. */
public final class Secrets {
    private static final int LARGEST = 1 << 20;

    private final Map<String, String> environment;
    private final Consumer<String> warnings;
    private final AwsSecrets aws = new AwsSecrets();

    /**
     * @param environment the variables that {@code env:} names
     * @param warnings hears of a secret that is badly kept
     */
    public Secrets(Map<String, String> environment, Consumer<String> warnings) {
        this.environment = Map.copyOf(environment);
        this.warnings = warnings;
    }

    /** Those of this process, with nobody to hear warnings. */
    public static Secrets ofProcess() {
        return new Secrets(System.getenv(), _ -> {});
    }

    /**
     * The secret as text, without the line end that editors leave behind it.
     *
     * @throws MusterException SECRET_MISSING, SECRET_UNREADABLE, SECRET_UNREACHABLE, SECRET_EMPTY
     *     or SECRET_NOT_TEXT
     */
    public String text(SecretRef reference) {
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes(reference)))
                            .toString();
            String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            return whole.endsWith("\r") ? whole.substring(0, whole.length() - 1) : whole;
        } catch (CharacterCodingException e) {
            throw new MusterException(
                    "SECRET_NOT_TEXT",
                    "the secret \"" + reference + "\" is not UTF-8 text",
                    "store it as text, or name it where a binary key is expected",
                    e);
        }
    }

    /**
     * The secret as it is stored, for keys that are binary.
     *
     * @throws MusterException SECRET_MISSING, SECRET_UNREADABLE, SECRET_UNREACHABLE or SECRET_EMPTY
     */
    public byte[] bytes(SecretRef reference) {
        byte[] bytes =
                switch (reference.kind()) {
                    case ENV -> variable(reference);
                    case FILE -> file(reference);
                    case SECRETSMANAGER -> aws.fromSecretsManager(reference);
                    case SSM -> aws.fromParameterStore(reference);
                };
        if (new String(bytes, StandardCharsets.ISO_8859_1).isBlank()) {
            throw new MusterException(
                    "SECRET_EMPTY",
                    "the secret \"" + reference + "\" is empty",
                    "put the secret there, or name another place");
        }
        return bytes;
    }

    private byte[] variable(SecretRef reference) {
        String value = environment.get(reference.name());
        if (value == null) {
            throw new MusterException(
                    "SECRET_MISSING",
                    "the environment has no variable \"" + reference.name() + "\"",
                    "set " + reference.name() + ", and export it, before Muster is started");
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] file(SecretRef reference) {
        Path file = Path.of(reference.name());
        try (var in = Files.newInputStream(file)) {
            warnOfReaders(file);
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw unreadable(reference, "it is larger than 1 MiB, which no key is", null);
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new MusterException(
                    "SECRET_MISSING",
                    "there is no file \"" + file + "\"",
                    "put the secret there, or name another place",
                    e);
        } catch (IOException e) {
            String why =
                    Files.isDirectory(file)
                            ? "it is a directory"
                            : "user " + System.getProperty("user.name") + " cannot read it";
            throw unreadable(reference, why, e);
        }
    }

    private void warnOfReaders(Path file) {
        try {
            Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
            if (allowed.contains(PosixFilePermission.OTHERS_READ)) {
                warnings.accept(
                        "every user of this machine can read the secret in \""
                                + file
                                + "\": chmod o= it");
            }
        } catch (IOException | UnsupportedOperationException _) {
            // A file system without such permissions has nothing to warn of.
        }
    }

    static MusterException unreadable(SecretRef reference, String why, @Nullable Exception e) {
        return new MusterException(
                "SECRET_UNREADABLE",
                "cannot read the secret \"" + reference + "\": " + why,
                "check the reference, and that this user or role may read it",
                e);
    }
}
