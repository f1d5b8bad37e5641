package dev.muster.manifest.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.muster.contract.ContractJson;
import dev.muster.manifest.Holding;
import dev.muster.manifest.Rights;
import dev.muster.manifest.Rights.LargeObjectRights;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads whom the objects of a database belong to, who may do what with them, and comments. */
public final class DatabaseRights {
    private static final TypeReference<Map<String, String>> GRANTS = new TypeReference<>() {};

    private final List<HeldObject> held = new ArrayList<>();
    private final List<HeldObject> altered = new ArrayList<>();
    private final List<Comment> comments = new ArrayList<>();
    private @Nullable LargeObjectRights largeObjects;

    private record Key(long catalog, long oid) {}

    private record Comment(String label, @Nullable DefinedObject of, String hash) {}

    /** A group of objects that are held alike. */
    private record Group(@Nullable String owner, Map<String, String> privileges) {}

    private DatabaseRights() {}

    /**
     * Reads all, with the pinned settings in force.
     *
     * @param defined all definitions of the same database
     */
    public static <X extends Exception> DatabaseRights read(
            Queries<X> queries, List<DefinedObject> defined) throws X {
        Map<Key, DefinedObject> known = new HashMap<>();
        for (DefinedObject object : defined) {
            if (!object.kind().equals("column")) {
                known.put(new Key(object.catalog(), object.oid()), object);
            }
        }
        DatabaseRights rights = new DatabaseRights();
        rights.readHolders(queries, known);
        rights.readColumns(queries, known);
        rights.readBeside(queries);
        rights.readComments(queries, known);
        return rights;
    }

    private <X extends Exception> void readHolders(
            Queries<X> queries, Map<Key, DefinedObject> known) throws X {
        queries.rows(
                PrivilegeQueries.HOLDERS,
                r -> {
                    DefinedObject object = known.get(new Key(r.getLong(1), r.getLong(2)));
                    boolean isPublic = r.getBoolean(6);
                    if (object != null || isPublic) {
                        String owner = r.getString(3);
                        held.add(
                                new HeldObject(
                                        object == null ? Rights.PUBLIC : label(object),
                                        object,
                                        owner,
                                        privileges(owner, r.getString(4), r.getString(5))));
                    }
                    return "";
                });
    }

    private <X extends Exception> void readColumns(
            Queries<X> queries, Map<Key, DefinedObject> known) throws X {
        queries.rows(
                PrivilegeQueries.COLUMNS,
                r -> {
                    DefinedObject relation = known.get(new Key(r.getLong(1), r.getLong(2)));
                    String owner = r.getString(4);
                    Map<String, String> privileges = privileges(owner, r.getString(5), null);
                    if (relation != null) {
                        held.add(
                                new HeldObject(
                                        "column " + r.getString(3), relation, owner, privileges));
                    }
                    return "";
                });
    }

    private <X extends Exception> void readBeside(Queries<X> queries) throws X {
        queries.rows(
                PrivilegeQueries.DEFAULTS,
                r -> {
                    Map<String, String> privileges =
                            privileges(r.getString(2), r.getString(3), null);
                    held.add(
                            new HeldObject(
                                    Rights.DEFAULTS + r.getString(1), null, null, privileges));
                    return "";
                });
        queries.rows(
                PrivilegeQueries.DATABASE,
                r -> {
                    String owner = r.getString(1);
                    Map<String, String> privileges =
                            privileges(owner, r.getString(2), r.getString(3));
                    held.add(new HeldObject(Rights.DATABASE, null, owner, privileges));
                    return "";
                });
        for (String sql : PrivilegeQueries.altered()) {
            queries.rows(
                    sql,
                    r -> {
                        Map<String, String> privileges =
                                privileges(r.getString(2), r.getString(3), r.getString(4));
                        altered.add(
                                new HeldObject(r.getString(1), null, r.getString(2), privileges));
                        return "";
                    });
        }
        largeObjects =
                queries
                        .rows(
                                PrivilegeQueries.LARGE_OBJECTS,
                                r ->
                                        new LargeObjectRights(
                                                r.getLong(1), r.getString(2), r.getString(3)))
                        .stream()
                        .filter(all -> all.objects() > 0)
                        .findFirst()
                        .orElse(null);
    }

    private <X extends Exception> void readComments(
            Queries<X> queries, Map<Key, DefinedObject> known) throws X {
        queries.rows(
                PrivilegeQueries.COMMENTS,
                r -> {
                    DefinedObject object = known.get(new Key(r.getLong(1), r.getLong(2)));
                    // An extension brings its own comment, which another version may have changed.
                    if (object != null && !object.kind().equals("extension")) {
                        String column = r.getString(3);
                        comments.add(
                                new Comment(
                                        column == null ? label(object) : "column " + column,
                                        object,
                                        hash(r.getString(4))));
                    }
                    return "";
                });
        queries.rows(
                PrivilegeQueries.COMMENT_ON_PUBLIC,
                r -> {
                    String comment = r.getString(1);
                    if (comment != null) {
                        comments.add(new Comment(Rights.PUBLIC, null, hash(comment)));
                    }
                    return "";
                });
    }

    /**
     * As a manifest holds them.
     *
     * @param scope which definitions count
     */
    public Rights of(Predicate<DefinedObject> scope) {
        Map<String, String> hashes = new TreeMap<>();
        for (Comment each : comments) {
            if (each.of() == null || scope.test(each.of())) {
                hashes.put(each.label(), each.hash());
            }
        }
        return new Rights(grouped(held, scope), grouped(altered, scope), hashes, largeObjects);
    }

    private static List<Holding> grouped(List<HeldObject> objects, Predicate<DefinedObject> scope) {
        Map<Group, List<String>> groups = new HashMap<>();
        for (HeldObject each : objects) {
            if (each.of() == null || scope.test(each.of())) {
                groups.computeIfAbsent(
                                new Group(each.owner(), each.privileges()), _ -> new ArrayList<>())
                        .add(each.label());
            }
        }
        List<Holding> holdings = new ArrayList<>();
        groups.forEach((group, labels) ->
                holdings.add(
                        new Holding(
                                group.owner(),
                                group.privileges(),
                                labels.stream().sorted().toList())));
        holdings.sort((a, b) -> a.objects().getFirst().compareTo(b.objects().getFirst()));
        return holdings;
    }

    private static String label(DefinedObject object) {
        return object.kind() + " " + object.name();
    }

    /** Without what the owner has by itself. */
    private static Map<String, String> privileges(
            @Nullable String owner, @Nullable String granted, @Nullable String byItself) {
        Map<String, String> all = new TreeMap<>(parsed(granted));
        String own = owner == null ? null : all.remove(owner);
        if (owner != null && byItself != null && !byItself.equals(own)) {
            all.put(owner, Objects.requireNonNullElse(own, ""));
        }
        return all;
    }

    private static Map<String, String> parsed(@Nullable String granted) {
        try {
            return granted == null ? Map.of() : ContractJson.mapper().readValue(granted, GRANTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL writes no JSON", e);
        }
    }

    private static String hash(String comment) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(comment.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK brings SHA-256", e);
        }
    }
}
