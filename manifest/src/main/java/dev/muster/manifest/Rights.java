package dev.muster.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Owners, privileges and comments of a database; grouped, since many objects share few owners and
 * few grants.
 *
 * @param holdings of the user's own objects, of columns that somebody was granted something on, of
 *     default privileges
 * @param altered privileges of what an extension or PostgreSQL itself made, where somebody changed
 *     them since
 * @param comments a hash of each, by the object's kind and name
 * @param largeObjects of all large objects together; null where there are none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Rights(
        List<Holding> holdings,
        List<Holding> altered,
        Map<String, String> comments,
        @Nullable LargeObjectRights largeObjects) {
    /** The schema that every new database has. */
    public static final String PUBLIC = "schema public";

    /** What stands for the database itself. */
    public static final String DATABASE = "database";

    /** What default privileges are called, before the role that they are of. */
    public static final String DEFAULTS = "default privileges of ";

    /**
     * Of all large objects, whatever their order.
     *
     * @param owners a hash of who owns which
     * @param privileges a hash of who but the owner may do what with which
     */
    public record LargeObjectRights(long objects, String owners, String privileges) {}

    public Rights {
        holdings = holdings == null ? List.of() : List.copyOf(holdings);
        altered = altered == null ? List.of() : List.copyOf(altered);
        comments = comments == null ? Map.of() : new TreeMap<>(comments);
    }

    /** Each object with its holding. */
    public static Map<String, Holding> byObject(List<Holding> holdings) {
        Map<String, Holding> byObject = new HashMap<>();
        holdings.forEach(each -> each.objects().forEach(object -> byObject.put(object, each)));
        return byObject;
    }
}
