package dev.muster.restore;

import dev.muster.contract.CheckKind;
import dev.muster.contract.result.Ledger;
import dev.muster.contract.result.LedgerKind;
import dev.muster.contract.result.ObjectState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The objects of one kind as they are entered, grouped so that the ledger stays small. */
final class KindBook {
    private static final String FURTHER = "for further reasons: see the checks";

    private final String kind;
    private final Map<List<CheckKind>, Long> verified = new HashMap<>();
    private final Map<Group, Members> others = new LinkedHashMap<>();
    private int entries;
    private long objects;
    private int names;

    private record Group(ObjectState state, String reason) {}

    private static final class Members {
        private final List<String> names = new ArrayList<>();
        private long objects;
    }

    KindBook(String kind) {
        this.kind = kind;
    }

    /** Says that so many entries stand for objects that are added by themselves. */
    void entries(int more) {
        entries += more;
    }

    /** An entry that is in no state. */
    void missed() {
        entries++;
        objects++;
    }

    /** Adds the object of an entry. */
    void enter(ObjectAccount account) {
        entries++;
        add(account);
    }

    /** Adds what stands for objects without an entry for each. */
    void add(ObjectAccount account) {
        objects += account.count();
        if (account.state() == ObjectState.VERIFIED) {
            verified.merge(account.checks(), account.count(), Long::sum);
            return;
        }
        Group group =
                new Group(account.state(), Objects.requireNonNullElse(account.reason(), FURTHER));
        if (!others.containsKey(group) && others.size() >= Ledger.MOST_REASONS) {
            group = new Group(account.state(), FURTHER);
        }
        Members members = others.computeIfAbsent(group, _ -> new Members());
        members.objects += account.count();
        if (names < Ledger.MOST_NAMES) {
            names++;
            members.names.add(account.name());
        }
    }

    LedgerKind close() {
        List<LedgerKind.Verified> byChecks =
                verified.entrySet().stream()
                        .map(e -> new LedgerKind.Verified(e.getKey(), e.getValue()))
                        .sorted(Comparator.comparingLong(LedgerKind.Verified::objects).reversed())
                        .toList();
        List<LedgerKind.Others> open = new ArrayList<>();
        others.forEach((group, members) ->
                open.add(
                        new LedgerKind.Others(
                                group.state(), group.reason(), members.objects, members.names)));
        open.sort(
                Comparator.comparingInt((LedgerKind.Others o) -> gravity(o.state()))
                        .thenComparing(
                                Comparator.comparingLong(LedgerKind.Others::objects).reversed()));
        return new LedgerKind(kind, entries, objects, byChecks, open);
    }

    private static int gravity(ObjectState state) {
        return switch (state) {
            case FAILED -> 0;
            case WARNED -> 1;
            case NOT_CHECKED -> 2;
            case ACCEPTED -> 3;
            case VERIFIED -> 4;
        };
    }
}
