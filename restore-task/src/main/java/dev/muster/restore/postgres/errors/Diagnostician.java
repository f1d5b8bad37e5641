package dev.muster.restore.postgres.errors;

import dev.muster.contract.Cause;
import dev.muster.contract.Finding;
import dev.muster.contract.FindingCode;
import dev.muster.contract.Severity;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the root causes of a restore's errors: one finding each, with what merely follows from it
 * counted under it. What follows is told by the archive's dependencies first, then by the names in
 * the messages.
 */
public final class Diagnostician {
    private static final Set<FindingCode> ONCE =
            Set.of(
                    FindingCode.DISK_FULL,
                    FindingCode.MEMORY_EXHAUSTED,
                    FindingCode.RESTORE_TIMEOUT,
                    FindingCode.SERVER_LOST,
                    FindingCode.VERSION_INCOMPATIBLE,
                    FindingCode.HOSTILE_COMMAND,
                    FindingCode.RESTORE_TOOL_FAILED,
                    FindingCode.ARCHIVE_VERSION_UNSUPPORTED);
    private static final Pattern PARENT = Pattern.compile("is not present in table \"([^\"]+)\"");
    private static final Pattern SORTED =
            Pattern.compile("violates partition constraint|^no partition of relation");
    private static final Pattern SYNTAX = Pattern.compile("^syntax error");

    private final ArchiveIndex index;
    private final Circumstances circumstances;
    private final Roots roots;
    private final Failures failures;
    private final Losses losses = new Losses();
    private final Set<String> missingExtensions = new LinkedHashSet<>();
    private final Set<String> missingRoles = new LinkedHashSet<>();

    private Diagnostician(Collection<Entry> entries, Circumstances circumstances) {
        this.index = new ArchiveIndex(entries);
        this.circumstances = circumstances;
        this.roots = new Roots(circumstances);
        this.failures = new Failures(index);
        missingExtensions.addAll(circumstances.missingExtensions());
    }

    /**
     * Diagnoses the errors of one run.
     *
     * @param errors without noise
     * @param entries of the archive's table of contents; empty where it has none
     */
    public static Diagnosis diagnose(
            List<RestoreError> errors, Collection<Entry> entries, Circumstances circumstances) {
        Diagnostician diagnostician = new Diagnostician(entries, circumstances);
        errors.forEach(diagnostician::take);
        return diagnostician.conclude();
    }

    private void take(RestoreError error) {
        Optional<Subject> subject = SubjectReader.read(error.statement());
        Optional<Entry> entry = index.locate(error, subject);
        String object =
                entry.map(Entry::display)
                        .or(() -> subject.map(Subject::display))
                        .or(() -> Optional.ofNullable(error.copyTable()))
                        .orElse(null);
        Place place = new Place(error, subject, entry, object);
        Optional<Rule> rule = Rules.find(error);
        if (object != null && circumstances.damaged().containsKey(object)) {
            losses.add(place, circumstances.damaged().get(object), false);
            return;
        }
        Root root = rule.isEmpty() ? unknown(place) : known(place, rule.get());
        if (root != null) {
            losses.add(place, root.message(), root.cause() == Cause.ENVIRONMENT);
            failures.add(place, root);
        }
    }

    private @Nullable Root known(Place place, Rule rule) {
        return switch (rule.meaning()) {
            case NOISE -> null;
            case ROOT -> ofCode(place, rule);
            case WARNING -> warning(place, rule);
            case MISSING -> missing(place);
            case ORPHANS -> orphans(place);
        };
    }

    private Root ofCode(Place place, Rule rule) {
        FindingCode code = rule.code() == null ? FindingCode.RESTORE_ENTRY_FAILED : rule.code();
        Matcher matcher = rule.message().matcher(place.error().message());
        String named = matcher.find() && matcher.groupCount() > 0 ? matcher.group(1) : null;
        if (code == FindingCode.EXTENSION_MISSING && named != null) {
            return consequence(extension(named), place);
        }
        if (code == FindingCode.LIBRARY_MISSING && named != null) {
            return consequence(roots.library(named), place);
        }
        if (code == FindingCode.LOCALE_MISSING) {
            return roots.root(
                    code + String.valueOf(named),
                    place,
                    () ->
                            Root.of(code, place.object(), place.message())
                                    .finding()
                                    .withSeverity(Severity.ERROR));
        }
        if (circumstances.localeReplaced() && SORTED.matcher(place.error().message()).find()) {
            return roots.root(
                    "locale",
                    place,
                    () ->
                            Finding.of(FindingCode.LOCALE_MISSING, place.object(), place.message())
                                    .withSeverity(Severity.ERROR)
                                    .withHint(
                                            "install the source's locale: without it these rows"
                                                    + " sort into other partitions"));
        }
        String key = ONCE.contains(code) || isTool(place) ? code.name() : code + place.name();
        return roots.root(key, place, () -> Finding.of(code, place.object(), place.message()));
    }

    private Root warning(Place place, Rule rule) {
        FindingCode code = rule.code() == null ? FindingCode.RESTORE_ENTRY_FAILED : rule.code();
        return roots.root(
                code + "warning" + place.name(),
                place,
                () ->
                        Finding.of(code, place.object(), place.message())
                                .withCause(Cause.ENVIRONMENT)
                                .withSeverity(Severity.WARNING)
                                .withHint(
                                        "it needs what a drill has not; the rest was restored"
                                                + " without it"));
    }

    private Root missing(Place place) {
        Optional<MissingName> name = MissingName.of(place.error().message());
        if (name.isPresent() && name.get().kind().equals("role")) {
            missingRoles.add(name.get().name());
            return roots.root(
                    "role " + name.get().name(),
                    place,
                    () ->
                            Finding.of(
                                            FindingCode.PRIVILEGE_MISSING,
                                            place.object(),
                                            place.message())
                                    .withHint("create this role on the server, without login"));
        }
        Optional<Root> earlier = earlierFailure(place, name);
        if (earlier.isPresent()) {
            return consequence(earlier.get(), place);
        }
        if (circumstances.versionsDiffer() && name.map(n -> !index.makes(n)).orElse(true)) {
            return roots.version(place);
        }
        String key = name.map(n -> "missing " + n.display()).orElse("entry " + place.name());
        if (index.hasOnlyRows()) {
            return roots.root(
                    "only rows",
                    place,
                    () ->
                            Finding.of(
                                    FindingCode.ARCHIVE_DATA_ONLY,
                                    null,
                                    "the archive holds rows and no table that they could go into"));
        }
        boolean made = name.map(index::makes).orElse(true);
        String tail = made || index.isEmpty() ? "" : ", and nothing in the archive makes it";
        return roots.root(
                made ? "entry " + place.name() : key,
                place,
                () ->
                        Finding.of(
                                FindingCode.RESTORE_ENTRY_FAILED,
                                place.object(),
                                place.message() + tail));
    }

    private Optional<Root> earlierFailure(Place place, Optional<MissingName> name) {
        Optional<Root> beneath = failures.beneath(place);
        if (beneath.isPresent() || name.isEmpty()) {
            return beneath;
        }
        MissingName missing = name.get();
        if (place.error().message().startsWith("there is no unique constraint")) {
            Optional<Root> key = failures.ofKey(missing.name());
            if (key.isPresent()) {
                return key;
            }
        }
        Optional<Root> byName = failures.of(missing);
        if (byName.isPresent()) {
            return byName;
        }
        return KnownExtensions.owner(missing, missingExtensions)
                .or(() ->
                        missingExtensions.isEmpty() || index.makes(missing)
                                ? Optional.empty()
                                : Optional.of(missingExtensions.iterator().next()))
                .map(this::extension);
    }

    private @Nullable Root orphans(Place place) {
        Matcher detail = PARENT.matcher(place.error().detail());
        String parent =
                place.subject()
                        .map(Subject::references)
                        .orElseGet(() -> detail.find() ? detail.group(1) : "");
        String bare = parent.substring(parent.indexOf('.') + 1);
        for (Map.Entry<String, String> damage : circumstances.damaged().entrySet()) {
            if (damage.getKey().equals(parent) || damage.getKey().endsWith("." + bare)) {
                losses.add(place, "rows of \"" + damage.getKey() + "\" are damaged", false);
                return null;
            }
        }
        return failures.ofRows(bare)
                .map(lost -> consequence(lost, place))
                .orElseGet(
                        () -> roots.missingRows(parent.isEmpty() ? place.name() : parent, place));
    }

    private Root unknown(Place place) {
        Optional<Root> earlier = failures.beneath(place);
        if (earlier.isPresent()) {
            return consequence(earlier.get(), place);
        }
        boolean ddl = place.error().copyTable() == null && !place.loading();
        if (circumstances.sourceIsNewer() && ddl && place.error().kind() == RestoreError.Kind.SQL) {
            return roots.version(place);
        }
        if (SYNTAX.matcher(place.error().message()).find() && circumstances.versionsDiffer()) {
            return roots.version(place);
        }
        FindingCode code =
                isTool(place) ? FindingCode.RESTORE_TOOL_FAILED : FindingCode.RESTORE_ENTRY_FAILED;
        boolean privilege = !circumstances.superuser() && isPrivilege(place.error());
        FindingCode told = privilege ? FindingCode.PRIVILEGE_MISSING : code;
        return roots.root(
                told + (isTool(place) ? "" : place.name()),
                place,
                () -> Finding.of(told, place.object(), place.message()));
    }

    private static boolean isPrivilege(RestoreError error) {
        return error.message().startsWith("permission denied")
                || error.message().startsWith("must be ")
                || error.message().startsWith("Only ")
                || error.message().startsWith("only ");
    }

    private Root extension(String name) {
        missingExtensions.add(name);
        return roots.extension(name);
    }

    private static Root consequence(Root root, Place place) {
        root.consequence(place.message());
        return root;
    }

    private static boolean isTool(Place place) {
        return place.error().kind() == RestoreError.Kind.TOOL;
    }

    private Diagnosis conclude() {
        circumstances.missingExtensions().forEach(this::extension);
        losses.addRowsWithoutTable(index, failures.byEntry());
        return new Diagnosis(roots.findings(), losses.all(), missingRoles);
    }
}
