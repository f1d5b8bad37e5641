package dev.muster.cli.check;

import dev.muster.contract.plan.CompareSpec;
import dev.muster.contract.plan.DecryptSpec;
import dev.muster.contract.plan.DirectorySpec;
import dev.muster.contract.plan.OpenPgpKey;
import dev.muster.contract.plan.Plan;
import dev.muster.contract.plan.RestoreTarget;
import dev.muster.contract.plan.S3Spec;
import dev.muster.contract.plan.SecretRef;
import dev.muster.contract.plan.StoreSpec;
import java.util.LinkedHashSet;
import java.util.Set;

/** Every secret that a plan names, each once, in the plan's order. */
final class PlanSecrets {
    private PlanSecrets() {}

    static Set<SecretRef> of(Plan plan) {
        Set<SecretRef> all = new LinkedHashSet<>();
        for (StoreSpec store : plan.stores()) {
            switch (store) {
                case S3Spec s3 when s3.credentials() != null -> all.add(s3.credentials());
                case S3Spec _, DirectorySpec _ -> {}
            }
        }
        DecryptSpec decrypt = plan.decrypt();
        all.addAll(decrypt.fernet());
        all.addAll(decrypt.passphrase());
        for (OpenPgpKey key : decrypt.openpgp()) {
            all.add(key.key());
            if (key.passphrase() != null) {
                all.add(key.passphrase());
            }
        }
        all.addAll(decrypt.age());
        all.addAll(plan.manifest().key());
        if (plan.restore().into() instanceof RestoreTarget.Server server) {
            if (server.password() != null) {
                all.add(server.password());
            }
            if (server.rootCertificate() != null) {
                all.add(server.rootCertificate());
            }
        }
        CompareSpec compare = plan.compare();
        if (compare != null) {
            all.add(compare.connection());
        }
        return all;
    }
}
