package dev.muster.contract.plan;

import org.jspecify.annotations.Nullable;

/** An OpenPGP secret key, armored or binary, and what it is locked with. */
public record OpenPgpKey(
        @Option(value = "the secret key as gpg --export-secret-keys writes it", required = true)
                SecretRef key,
        @Option("the passphrase of the key itself; left out where it has none")
                @Nullable SecretRef passphrase) {}
