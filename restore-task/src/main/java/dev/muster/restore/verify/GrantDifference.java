package dev.muster.restore.verify;

import dev.muster.manifest.Holding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What may be done with an object more, and less, than at the source.
 *
 * @param gained in words, PUBLIC first
 * @param lost in words
 */
record GrantDifference(List<String> gained, List<String> lost) {
    private static final String PUBLIC = "";

    /** It came with 17. */
    private static final String MAINTAIN = "MAINTAIN";

    /**
     * Compares.
     *
     * @param withMaintain whether both servers know the privilege to maintain a table
     */
    static GrantDifference between(Holding before, Holding now, boolean withMaintain) {
        Map<String, String> then = new TreeMap<>(before.privileges());
        Map<String, String> here = new TreeMap<>(now.privileges());
        String owner = before.owner();
        List<String> gained = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        if (owner != null && owner.equals(now.owner())) {
            // Of an owner that may do all that owners may, nothing is said.
            if (then.containsKey(owner) && !here.containsKey(owner)) {
                gained.add("its owner has privileges that it had lost");
                then.remove(owner);
            } else if (here.containsKey(owner) && !then.containsKey(owner)) {
                lost.add("its owner lacks privileges");
                here.remove(owner);
            }
        } else {
            for (String each : owners(before, now)) {
                then.remove(each);
                here.remove(each);
            }
        }
        Set<String> roles = new TreeSet<>(then.keySet());
        roles.addAll(here.keySet());
        for (String role : roles) {
            Set<String> more = privileges(here, role, withMaintain);
            Set<String> less = privileges(then, role, withMaintain);
            Set<String> common = new TreeSet<>(more);
            common.retainAll(less);
            more.removeAll(common);
            less.removeAll(common);
            if (!more.isEmpty()) {
                gained.add("%s also has %s".formatted(name(role), words(more)));
            }
            if (!less.isEmpty()) {
                lost.add("%s lacks %s".formatted(name(role), words(less)));
            }
        }
        return new GrantDifference(gained, lost);
    }

    private static Set<String> owners(Holding before, Holding now) {
        Set<String> owners = new LinkedHashSet<>();
        for (Holding each : List.of(before, now)) {
            if (each.owner() != null) {
                owners.add(each.owner());
            }
        }
        return owners;
    }

    private static Set<String> privileges(
            Map<String, String> all, String role, boolean withMaintain) {
        return Arrays.stream(all.getOrDefault(role, "").split(","))
                .filter(each -> !each.isEmpty())
                .filter(each -> withMaintain || !each.startsWith(MAINTAIN))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(String role) {
        return role.equals(PUBLIC) ? "PUBLIC" : "\"" + role + "\"";
    }

    private static String words(Set<String> privileges) {
        return privileges.stream()
                .map(each -> each.replace("*", " WITH GRANT OPTION"))
                .collect(Collectors.joining(", "));
    }

    boolean isNone() {
        return gained.isEmpty() && lost.isEmpty();
    }

    /** Whether nothing but the right of PUBLIC to make objects in a schema is lost. */
    boolean isOnlyClosed() {
        return gained.isEmpty() && lost.equals(List.of("PUBLIC lacks CREATE"));
    }

    /** All of it in half a sentence. */
    String inWords() {
        List<String> all = new ArrayList<>(gained);
        all.addAll(lost);
        return String.join("; ", all);
    }
}
