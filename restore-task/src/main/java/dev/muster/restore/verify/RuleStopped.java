package dev.muster.restore.verify;

import org.jspecify.annotations.Nullable;

/** A rule came to its answer before its query did. */
final class RuleStopped extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient RuleAnswer answer;

    RuleStopped(RuleAnswer answer) {
        super(answer.toString(), null, false, false);
        this.answer = answer;
    }

    static RuleStopped wrong(String why, @Nullable String hint) {
        return new RuleStopped(new RuleAnswer.Wrong(why, hint));
    }

    RuleAnswer answer() {
        return answer;
    }
}
