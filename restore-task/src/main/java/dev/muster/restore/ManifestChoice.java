package dev.muster.restore;

import dev.muster.contract.Cause;
import dev.muster.contract.CheckKind;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import dev.muster.contract.plan.ManifestSpec;
import dev.muster.contract.result.CheckResult;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.manifest.Dump;
import dev.muster.manifest.Manifest;
import dev.muster.manifest.ManifestFile;
import dev.muster.manifest.ManifestFile.Trust;
import dev.muster.restore.verify.ExpectedContent;
import dev.muster.restore.verify.ExpectedContent.Reservation;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a manifest may be compared with: who signed it, and whether it belongs to this
 * dump. One that may not is told as not checked; where the plan requires one, that breaks the
 * drill.
 */
final class ManifestChoice {
    private final ManifestSpec spec;
    private final List<PublicKey> keys;
    private final ManifestSearch.Outcome search;
    private final @Nullable PayloadDigests digests;
    private boolean told;

    /**
     * @param digests of what the backup holds; null where none was fetched
     */
    ManifestChoice(
            ManifestSpec spec,
            List<PublicKey> keys,
            ManifestSearch.Outcome search,
            @Nullable PayloadDigests digests) {
        this.spec = spec;
        this.keys = keys;
        this.search = search;
        this.digests = digests;
    }

    /** What to compare a restored database with; null where there is nothing, which is told. */
    @Nullable ExpectedContent contentOf(
            RestoredDatabase database, List<RestoredDatabase> all, Account account) {
        return switch (search) {
            case ManifestSearch.Outcome.Nothing(FindingCode code, Cause cause, String reason) -> {
                refuse(code, cause, reason, account);
                yield null;
            }
            case ManifestSearch.Outcome.Found(ManifestFile file, String where) ->
                    isOfAnother(file.manifest(), database, all, account)
                            ? null
                            : contentOf(database, file, where, account);
        };
    }

    /** A manifest is of one database; a backup of a whole cluster holds others beside it. */
    private static boolean isOfAnother(
            Manifest manifest,
            RestoredDatabase database,
            List<RestoredDatabase> all,
            Account account) {
        String wanted = manifest.source().database();
        String name = database.contents().name();
        if (wanted.equals(name)
                || all.stream().noneMatch(each -> wanted.equals(each.contents().name()))) {
            return false;
        }
        if (!database.contents().userObjects().isEmpty()) {
            String reason = "the manifest is of database \"%s\" alone".formatted(wanted);
            account.checked(
                    List.of(
                            new CheckResult(
                                    CheckKind.CONTENT,
                                    0,
                                    List.of(ObjectOutcome.notChecked("database " + name, reason)))),
                    "");
        }
        return true;
    }

    private @Nullable ExpectedContent contentOf(
            RestoredDatabase database, ManifestFile file, String where, Account account) {
        Manifest manifest = file.manifest();
        List<Reservation> reservations = new ArrayList<>();
        switch (file.verify(keys)) {
            case Trust.Refused(String why) -> {
                refuse(
                        FindingCode.MANIFEST_NOT_TRUSTED,
                        "the manifest %s is not to be trusted: %s".formatted(where, why),
                        account);
                return null;
            }
            case Trust.Unverified() ->
                    reservations.add(
                            new Reservation(
                                    "signature",
                                    "no public key is named that may have signed the manifest"));
            case Trust.Signed _ -> {}
        }
        String foreign = foreign(manifest, database.contents().name());
        if (foreign != null) {
            refuse(
                    FindingCode.MANIFEST_FOREIGN,
                    "the manifest %s is not of this backup: %s".formatted(where, foreign),
                    account);
            return null;
        }
        if (!manifest.ofSnapshot()) {
            reservations.add(
                    new Reservation(
                            "manifest",
                            "it was taken after the dump, at " + manifest.source().snapshotAt()));
        }
        ExpectedContent expected = new ExpectedContent(manifest, reservations);
        return isOfThisDump(manifest) ? expected : expected.ofAnotherDump();
    }

    /** Why the manifest belongs to another backup; null where it belongs to this one. */
    private @Nullable String foreign(Manifest manifest, @Nullable String database) {
        if (database != null && !database.equals(manifest.source().database())) {
            return "it is of database \"%s\", and the backup of \"%s\""
                    .formatted(manifest.source().database(), database);
        }
        if (spec.bind() == ManifestSpec.Binding.DATABASE) {
            return null;
        }
        Dump dump = manifest.dump();
        if (dump == null) {
            return manifest.ofSnapshot()
                    ? "it names no dump"
                    : "it names no dump; with bind: database it is compared all the same";
        }
        PayloadDigests known = digests;
        if (known == null || known.include(dump.sha256())) {
            return null;
        }
        return "it belongs to a dump with the SHA-256 %s…, taken at %s, and this one has %s…"
                .formatted(
                        dump.sha256().substring(0, Math.min(12, dump.sha256().length())),
                        manifest.source().snapshotAt(),
                        known.archive().substring(0, 12));
    }

    private boolean isOfThisDump(Manifest manifest) {
        Dump dump = manifest.dump();
        PayloadDigests known = digests;
        return dump != null && known != null && known.include(dump.sha256());
    }

    private void refuse(FindingCode code, String reason, Account account) {
        refuse(code, code.cause(), reason, account);
    }

    private void refuse(FindingCode code, Cause cause, String reason, Account account) {
        if (told) {
            return;
        }
        told = true;
        account.checked(
                List.of(
                        new CheckResult(
                                CheckKind.CONTENT,
                                0,
                                List.of(ObjectOutcome.notChecked("manifest", reason)))),
                "");
        Finding finding = Finding.of(code, null, reason).withCause(cause);
        if (cause == Cause.ENVIRONMENT) {
            finding = finding.withHint("look why it cannot be read from here, then drill again");
        }
        // Who names a file wants it compared.
        if (spec.required() || spec.file() != null) {
            account.add(finding);
        } else if (code != FindingCode.MANIFEST_MISSING) {
            account.add(finding.withSeverity(Severity.WARNING));
        }
    }
}
