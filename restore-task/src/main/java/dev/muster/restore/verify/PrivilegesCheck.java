package dev.muster.restore.verify;

import static dev.muster.contract.CheckKind.PRIVILEGES;

import dev.muster.contract.FindingCode;
import dev.muster.contract.result.ObjectOutcome;
import dev.muster.manifest.Holding;
import dev.muster.manifest.Manifest;
import dev.muster.manifest.Rights;
import dev.muster.manifest.content.DatabaseRights;
import dev.muster.manifest.content.DefinedObject;
import dev.muster.manifest.content.Definitions;
import dev.muster.manifest.content.Probe;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares owners and privileges with a manifest, as far as the archive brings them. */
final class PrivilegesCheck {
    /** Since 15 not everybody may make objects in the schema "public". */
    private static final int PUBLIC_IS_CLOSED = 15;

    private static final int MAINTAIN = 17;

    private final Manifest manifest;
    private final CarriedRights carried;
    private final Ledger all;
    private final RightsLedger ledger;
    private int major;
    private boolean otherExtensions;

    PrivilegesCheck(ExpectedContent content, Ledger ledger) {
        manifest = content.manifest();
        carried = content.carried();
        all = ledger;
        this.ledger = new RightsLedger(ledger, manifest.ofSnapshot(), content.ofThisDump());
    }

    /**
     * Runs it.
     *
     * @param known all definitions of the restored database, where they were read already
     */
    void check(Session session, @Nullable List<DefinedObject> known) throws QueryFailed {
        Rights before = manifest.rights();
        if (before == null) {
            all.add(
                    PRIVILEGES,
                    ObjectOutcome.notChecked(
                            "all objects",
                            "the manifest was taken by Muster %s, which recorded none of it"
                                    .formatted(manifest.muster())));
            return;
        }
        SessionQueries queries = new SessionQueries(session);
        major = session.serverMajor();
        otherExtensions = otherExtensions(queries);
        List<DefinedObject> defined = known == null ? Definitions.read(queries, major) : known;
        Rights now = DatabaseRights.read(queries, defined).of(_ -> true);
        Presence presence = new Presence(manifest, defined);
        holdings(Rights.byObject(before.holdings()), Rights.byObject(now.holdings()), presence);
        altered(Rights.byObject(before.altered()), Rights.byObject(now.altered()));
        new CommentsComparison(carried, ledger)
                .compare(before.comments(), now.comments(), presence);
        if (before.largeObjects() != null && now.largeObjects() != null) {
            largeObjects(before.largeObjects(), now.largeObjects(), queries);
        }
        ledger.close();
    }

    private boolean otherExtensions(SessionQueries queries) throws QueryFailed {
        Map<String, String> here = new TreeMap<>();
        queries.rows(
                "SELECT extname, extversion FROM pg_catalog.pg_extension",
                r -> here.put(r.getString(1), r.getString(2)));
        return manifest.source().serverMajor() != major
                || manifest.source().extensions().entrySet().stream()
                        .anyMatch(each -> !each.getValue().equals(here.get(each.getKey())));
    }

    private void holdings(
            Map<String, Holding> before, Map<String, Holding> now, Presence presence) {
        // A drill's own database is another one, whatever it is called.
        now.remove(Rights.DATABASE);
        if (before.remove(Rights.DATABASE) != null) {
            ledger.notChecked(
                    Rights.DATABASE,
                    "its privileges come back by pg_restore --create alone, which a drill does not use");
        }
        TreeMap<String, Holding> rest = new TreeMap<>(now);
        new TreeMap<>(before)
                .forEach((object, then) -> {
                    Holding here = rest.remove(object);
                    if (here != null) {
                        compare(object, then, here);
                    } else if (isDefaults(object) || presence.holds(object)) {
                        compare(object, then, InitialPrivileges.holding(object));
                    }
                });
        rest.forEach((object, here) -> {
            if (isDefaults(object) || (ObjectName.isColumn(object) && presence.isKnown(object))) {
                compare(object, InitialPrivileges.holding(object), here);
            }
        });
    }

    private static boolean isDefaults(String object) {
        return object.startsWith(Rights.DEFAULTS);
    }

    private void compare(String object, Holding before, Holding now) {
        ledger.compared(object);
        if (before.owner() != null && now.owner() != null && !ObjectName.isColumn(object)) {
            owners(object, before.owner(), now.owner());
        }
        GrantDifference difference = difference(before, now);
        if (!difference.isNone()) {
            privileges(object, difference, now);
        }
    }

    private GrantDifference difference(Holding before, Holding now) {
        boolean both = manifest.source().serverMajor() >= MAINTAIN && major >= MAINTAIN;
        return GrantDifference.between(before, now, both);
    }

    private void owners(String object, String before, String now) {
        if (carried.noOwners() != null) {
            ledger.leftOut("owners", carried.noOwners());
        } else if (!before.equals(now)) {
            if (object.equals(Rights.PUBLIC) && !carried.has("SCHEMA public")) {
                ledger.notChecked(object, "the dump does not say whom it belongs to");
            } else {
                ledger.differs(
                        FindingCode.OWNER_CHANGED,
                        object,
                        "it belongs to \"%s\", and at the source to \"%s\"".formatted(now, before));
            }
        }
    }

    private void privileges(String object, GrantDifference difference, Holding now) {
        String how = difference.inWords();
        Explanation failure = carried.failure(entry(object));
        if (failure != null) {
            ledger.differs(object, how, failure);
        } else if (object.equals(Rights.PUBLIC)) {
            publicSchema(difference, now);
        } else if (isDefaults(object)) {
            defaults(object, how, now);
        } else if (carried.noPrivileges() != null && InitialPrivileges.are(object, now)) {
            ledger.leftOut("privileges", carried.noPrivileges());
        } else {
            ledger.differs(FindingCode.PRIVILEGES_CHANGED, object, how);
        }
    }

    private static String entry(String object) {
        return isDefaults(object)
                ? "DEFAULT ACL" + object.substring(object.lastIndexOf(" for "))
                : "ACL " + ObjectName.of(object);
    }

    /** What every new database grants on it is another thing in another major. */
    private void publicSchema(GrantDifference difference, Holding now) {
        String object = Rights.PUBLIC;
        if (carried.named()) {
            ledger.notChecked(object, "it is the server's own, and not the drill's role's");
            return;
        }
        boolean isBrought = carried.noPrivileges() == null && carried.has(entry(object));
        String initial = major < PUBLIC_IS_CLOSED ? "CREATE,USAGE" : "USAGE";
        boolean untouched = now.privileges().equals(Map.of("", initial));
        boolean closed =
                manifest.source().serverMajor() < PUBLIC_IS_CLOSED && major >= PUBLIC_IS_CLOSED;
        if (!isBrought && untouched) {
            ledger.notChecked(object, "the dump holds no privileges of it");
        } else if (closed && difference.isOnlyClosed()) {
            ledger.notChecked(
                    object,
                    "since PostgreSQL 15 PUBLIC may not make objects in it where nobody grants it");
        } else {
            ledger.differs(FindingCode.PRIVILEGES_CHANGED, object, difference.inWords());
        }
    }

    private void defaults(String object, String how, Holding now) {
        boolean none = InitialPrivileges.are(object, now);
        if (carried.named()) {
            ledger.notChecked(object, "a server that others use keeps its roles as they are");
        } else if (none && carried.noPrivileges() != null) {
            ledger.leftOut("default privileges", carried.noPrivileges());
        } else if (none && !carried.has(entry(object))) {
            ledger.notChecked(object, "the dump leaves them out");
        } else {
            ledger.differs(FindingCode.PRIVILEGES_CHANGED, object, how);
        }
    }

    /** What an extension or PostgreSQL itself made; its own privileges are those of its version. */
    private void altered(Map<String, Holding> before, Map<String, Holding> now) {
        TreeMap<String, Holding> objects = new TreeMap<>(before);
        objects.putAll(now);
        for (String object : objects.keySet()) {
            Holding then = before.get(object);
            Holding here = now.get(object);
            ledger.compared(object);
            GrantDifference difference =
                    then == null || here == null ? null : difference(then, here);
            if (difference == null || !difference.isNone()) {
                String how =
                        difference == null
                                ? then == null
                                        ? "somebody changed its privileges, and nobody at the source"
                                        : "it has the privileges that it was made with, and not those of the source"
                                : difference.inWords();
                altered(object, how, then != null);
            }
        }
    }

    private void altered(String object, String how, boolean atSource) {
        Explanation failure = carried.failure(entry(object));
        if (failure != null) {
            ledger.differs(object, how, failure);
        } else if (carried.named()) {
            ledger.notChecked(object, "it is the server's own, and not the drill's role's");
        } else if (otherExtensions) {
            ledger.notChecked(object, "it belongs to another version here than at the source");
        } else if (atSource && carried.noPrivileges() != null) {
            ledger.leftOut("privileges", carried.noPrivileges());
        } else if (atSource && !carried.has(entry(object))) {
            ledger.notChecked(object, "the dump holds no privileges of it");
        } else {
            ledger.differs(FindingCode.PRIVILEGES_CHANGED, object, how);
        }
    }

    private void largeObjects(
            Rights.LargeObjectRights before, Rights.LargeObjectRights now, SessionQueries queries)
            throws QueryFailed {
        String object = "large objects";
        if (before.objects() != now.objects() || !Probe.read(queries).equals(manifest.probe())) {
            return; // What is missing is told by the check of the content.
        }
        ledger.compared(object);
        if (carried.noOwners() != null) {
            ledger.leftOut("owners", carried.noOwners());
        } else if (!before.owners().equals(now.owners())) {
            // What others than the owner may do follows from who that is.
            ledger.differs(FindingCode.OWNER_CHANGED, object, "some belong to other roles");
            return;
        }
        if (!before.privileges().equals(now.privileges())) {
            if (carried.named()) {
                ledger.notChecked(object, "all of them belong to the drill's role");
            } else if (carried.noPrivileges() != null && now.privileges().equals("0")) {
                ledger.leftOut("privileges", carried.noPrivileges());
            } else {
                ledger.differs(
                        FindingCode.PRIVILEGES_CHANGED,
                        object,
                        "what others than their owners may do with them is not the same");
            }
        }
    }
}
