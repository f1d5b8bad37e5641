package dev.muster.restore;

import dev.muster.contract.plan.DecryptSpec;
import dev.muster.contract.plan.OpenPgpKey;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.SecretRef;
import dev.muster.manifest.ManifestFile;
import dev.muster.restore.fetch.key.CipherSpec;
import dev.muster.restore.fetch.key.Keys;
import dev.muster.restore.fetch.key.Secret;
import dev.muster.stores.Secrets;
import java.security.PublicKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the keys that a plan names, before a drill begins. */
public final class KeyRing {
    private KeyRing() {}

    /**
     * All keys of the plan, in the order in which they are written there.
     *
     * @throws dev.muster.contract.MusterException where a secret cannot be read or a cipher's
     *     parameters make no sense
     */
    public static Keys of(Plan plan, Secrets secrets) {
        DecryptSpec decrypt = plan.decrypt();
        Set<SecretRef> references = new LinkedHashSet<>(decrypt.fernet());
        references.addAll(decrypt.passphrase());
        for (OpenPgpKey key : decrypt.openpgp()) {
            references.add(key.key());
            if (key.passphrase() != null) {
                references.add(key.passphrase());
            }
        }
        references.addAll(decrypt.age());
        List<Secret> read =
                references.stream()
                        .map(reference ->
                                new Secret(reference.toString(), secrets.bytes(reference)))
                        .toList();
        return new Keys(read, cipher(decrypt), plan.expectsEncryption());
    }

    /**
     * The public keys that may sign manifests.
     *
     * @throws dev.muster.contract.MusterException where one cannot be read or is none
     */
    static List<PublicKey> manifestKeys(Plan plan, Secrets secrets) {
        return plan.manifest().key().stream()
                .map(each -> ManifestFile.publicKey(secrets.bytes(each), each.toString()))
                .toList();
    }

    private static @Nullable CipherSpec cipher(DecryptSpec decrypt) {
        return decrypt.cipher() == null ? null : CipherSpec.parse(decrypt.cipher());
    }
}
