package dev.muster.restore.postgres.errors;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where an error happened, and its message without values. */
record Place(
        RestoreError error,
        Optional<Subject> subject,
        Optional<Entry> entry,
        @Nullable String object) {

    boolean loading() {
        return error.copyTable() != null
                || subject.map(s -> s.desc().equals("TABLE DATA")).orElse(false)
                || entry.map(e -> e.desc().endsWith(" DATA")).orElse(false);
    }

    String name() {
        return entry.map(e -> e.desc() + " " + e.display())
                .or(() -> subject.map(s -> s.desc() + " " + s.display()))
                .orElseGet(() -> String.valueOf(object));
    }

    String message() {
        String what = entry.map(Entry::desc).or(() -> subject.map(Subject::desc)).orElse(null);
        String text = Redaction.of(error, subject.isPresent() && !loading());
        if (error.kind() == RestoreError.Kind.TOOL) {
            return error.line() == 0 ? text : text + " (line %d)".formatted(error.line());
        }
        return object == null || what == null
                ? text
                : "%s \"%s\": %s".formatted(what.toLowerCase(java.util.Locale.ROOT), object, text);
    }
}
