package dev.muster.manifest.take;

import dev.muster.manifest.QualifiedName;
import dev.muster.manifest.SequenceContent;
import dev.muster.manifest.SequenceContent.State;
import dev.muster.manifest.content.SequenceReading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts two readings of all sequences together. */
final class Sequences {
    private Sequences() {}

    static List<SequenceContent> between(
            SequenceReading before, SequenceReading after, DumpScope scope) {
        List<SequenceContent> all = new ArrayList<>();
        before.oids()
                .keySet()
                .forEach(name -> {
                    State first = before.states().get(name);
                    State second = after.states().get(name);
                    all.add(
                            new SequenceContent(
                                    name.schema(),
                                    name.name(),
                                    first,
                                    second,
                                    notDumped(scope, name)));
                });
        return all;
    }

    private static @Nullable String notDumped(DumpScope scope, QualifiedName name) {
        return scope.holdsState(name) ? null : Hashing.LEFT_OUT;
    }
}
