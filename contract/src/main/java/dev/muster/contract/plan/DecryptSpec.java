package dev.muster.contract.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What decrypts the backups. Several of a kind are tried in turn, because keys are changed while
 * old backups remain.
 */
public record DecryptSpec(
        @Option("Fernet keys, as Python's cryptography makes them") List<SecretRef> fernet,
        @Option("passphrases, for openssl enc, gpg --symmetric and age -p")
                List<SecretRef> passphrase,
        @Option("OpenPGP secret keys") List<OpenPgpKey> openpgp,
        @Option("age identities, AGE-SECRET-KEY-1…") List<SecretRef> age,
        @Option(
                        "how openssl enc was called, which its files do not tell, as in"
                                + " openssl:aes-256-cbc:pbkdf2:iter=600000:md=sha512")
                @Nullable String cipher) {

    /** Nothing to decrypt with. */
    public static final DecryptSpec NONE =
            new DecryptSpec(List.of(), List.of(), List.of(), List.of(), null);

    public DecryptSpec {
        fernet = List.copyOf(fernet);
        passphrase = List.copyOf(passphrase);
        openpgp = List.copyOf(openpgp);
        age = List.copyOf(age);
    }

    /** Whether any key or passphrase is named. */
    public boolean hasKeys() {
        return !(fernet.isEmpty() && passphrase.isEmpty() && openpgp.isEmpty() && age.isEmpty());
    }
}
