package dev.muster.cli.check;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param what a word for the kind of thing: store, secret, backup
 * @param hint what to do, null where nothing is to be done
 */
public record Remark(Weight weight, String what, String text, @Nullable String hint) {
    /** How it stands. */
    public enum Weight {
        OK,
        WARNING,
        ERROR
    }

    static Remark ok(String what, String text) {
        return new Remark(Weight.OK, what, text, null);
    }

    static Remark warning(String what, String text, @Nullable String hint) {
        return new Remark(Weight.WARNING, what, text, hint);
    }

    static Remark error(String what, String text, @Nullable String hint) {
        return new Remark(Weight.ERROR, what, text, hint);
    }
}
