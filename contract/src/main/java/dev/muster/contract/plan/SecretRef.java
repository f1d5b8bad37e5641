package dev.muster.contract.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Says where a secret lies, and never holds it: {@code env:NAME}, {@code file:PATH}, {@code
 * secretsmanager:ARN} (or {@code ARN#FIELD} of a JSON secret), {@code ssm:NAME}.
 *
 * @param name what follows the colon
 */
public record SecretRef(Kind kind, String name) {
    /** The places that a secret can be read from. */
    public enum Kind {
        ENV,
        FILE,
        SECRETSMANAGER,
        SSM;

        String prefix() {
            return name().toLowerCase(Locale.ROOT) + ":";
        }
    }

    private static final String HINT =
            "name where the secret lies: env:NAME, file:PATH, secretsmanager:ARN or ssm:NAME";
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern AWS_NAME =
            Pattern.compile("[A-Za-z0-9/_+=.@:!-]{1,2048}(#[^\\s#]+)?");

    /** Parameter Store knows no hierarchy that does not begin at its root. */
    private static final Pattern HALF_A_PATH = Pattern.compile("(?!/|arn:).*/.*");

    public SecretRef {
        boolean wellFormed =
                switch (kind) {
                    case ENV -> VARIABLE.matcher(name).matches();
                    case FILE -> !name.isBlank() && name.indexOf('\0') < 0;
                    case SECRETSMANAGER, SSM -> AWS_NAME.matcher(name).matches();
                };
        if (!wellFormed) {
            // Somebody may have written the secret itself behind the colon: it is not repeated.
            throw new InvalidOption(
                    "\"" + kind.prefix() + "\" is not followed by a name that can exist", HINT);
        }
        if (kind == Kind.SSM && HALF_A_PATH.matcher(name).matches()) {
            throw new InvalidOption(
                    "the parameter's name has a slash within and none before it",
                    "a parameter in a hierarchy begins with a slash: ssm:/PATH/NAME");
        }
    }

    /**
     * Reads a reference.
     *
     * @throws InvalidOption where it is none, for example the secret itself; never repeats it
     */
    @JsonCreator
    public static SecretRef parse(String text) {
        String reference = text.strip();
        for (Kind kind : Kind.values()) {
            if (reference.startsWith(kind.prefix())) {
                return new SecretRef(kind, reference.substring(kind.prefix().length()).strip());
            }
        }
        throw new InvalidOption("this is not a reference to a secret", HINT);
    }

    /** The same with a relative {@code file:} path taken from this directory. */
    SecretRef from(Path directory) {
        return kind == Kind.FILE
                ? new SecretRef(kind, Paths.resolve(directory, name).toString())
                : this;
    }

    /** The reference, which is no secret. */
    @JsonValue
    @Override
    public String toString() {
        return kind.prefix() + name;
    }
}
