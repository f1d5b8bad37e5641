package dev.muster.manifest.content;

import dev.muster.manifest.Definition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One object of a database as its catalogs define it.
 *
 * @param written a definition in PostgreSQL's own words, of which the normal form counts
 * @param exact what counts to the letter, as a function's body
 * @param catalog the catalog's oid that pg_dump lists it under
 * @param oid in that catalog
 * @param relation that it is a part of, or 0
 */
public record DefinedObject(
        String kind,
        String name,
        String written,
        String exact,
        long catalog,
        long oid,
        long relation) {

    /** Its fingerprint. */
    public Definition definition() {
        String normal = NormalForm.of(written);
        String loose = NormalForm.withoutQualifiers(written);
        boolean varies = Definitions.variesByMajor(kind) && !loose.equals(normal);
        return new Definition(kind, name, hash(normal), varies ? hash(loose) : null);
    }

    private String hash(String form) {
        String whole = form + '\u001e' + exact;
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(whole.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK brings SHA-256", e);
        }
    }
}
