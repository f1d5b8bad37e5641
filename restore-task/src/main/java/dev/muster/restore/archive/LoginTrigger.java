package dev.muster.restore.archive;

import java.util.List;

/** Reads from an event trigger's definition whether it fires when somebody logs in. */
final class LoginTrigger {
    private LoginTrigger() {}

    // The trigger's state comes as a statement of its own, unless it is the usual one.
    static boolean fires(String definition) {
        boolean onLogin = false;
        boolean enabled = true;
        for (List<Token> statement : Tokens.statements(definition, true)) {
            TokenCursor at = new TokenCursor(statement);
            if (at.accept("create", "event", "trigger")) {
                at.next();
                onLogin |= at.accept("on", "login");
            } else if (at.accept("alter", "event", "trigger")) {
                at.next();
                enabled &= !at.accept("disable") && !at.accept("enable", "replica");
            }
        }
        return onLogin && enabled;
    }
}
