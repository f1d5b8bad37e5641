package dev.muster.restore.fetch.key;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a drill has to decrypt with.
 *
 * @param secrets in the order in which they are tried; which kind each is, is found by content
 * @param cipher the parameters of {@code openssl enc}, which its files do not tell, or null
 * @param encryptionExpected whether a backup that is not encrypted deserves a warning
 */
public record Keys(List<Secret> secrets, @Nullable CipherSpec cipher, boolean encryptionExpected) {
    public Keys {
        secrets = List.copyOf(secrets);
    }

    /** For backups that are not encrypted. */
    public static Keys none() {
        return new Keys(List.of(), null, false);
    }

    /** These secrets, for backups that are expected to be encrypted. */
    public static Keys of(Secret... secrets) {
        return new Keys(List.of(secrets), null, true);
    }

    public Keys with(CipherSpec spec) {
        return new Keys(secrets, spec, encryptionExpected);
    }

    public boolean isEmpty() {
        return secrets.isEmpty();
    }

    /** The references of the secrets, for a message. */
    public String references() {
        return secrets.stream().map(Secret::reference).collect(Collectors.joining(", "));
    }

    public List<byte[]> passphrases() {
        return secrets.stream().flatMap(secret -> secret.passphrases().stream()).toList();
    }

    public List<byte[]> fernetKeys() {
        return secrets.stream().flatMap(secret -> secret.fernetKeys().stream()).toList();
    }

    public List<String> ageIdentities() {
        return secrets.stream().flatMap(secret -> secret.ageIdentities().stream()).toList();
    }

    @Override
    public String toString() {
        return "Keys[" + references() + "]";
    }
}
