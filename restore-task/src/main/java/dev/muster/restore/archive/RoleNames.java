package dev.muster.restore.archive;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects the roles that statements name and that must exist before they run. */
final class RoleNames {
    private static final Set<String> NO_ROLES =
            Set.of("public", "current_user", "current_role", "session_user", "user", "none");

    private final TreeSet<String> found = new TreeSet<>();

    Set<String> found() {
        return found;
    }

    void owner(@Nullable String name) {
        if (name != null && !name.isEmpty() && !name.equals("-")) {
            found.add(name);
        }
    }

    void in(List<Token> statement) {
        TokenCursor at = new TokenCursor(statement);
        if (at.accept("grant") || at.accept("revoke")) {
            privileges(statement);
        } else if (at.accept("alter", "default", "privileges")) {
            defaults(statement);
        } else if (at.accept("create", "policy") || at.accept("alter", "policy")) {
            if (at.seek("to", "using", "with") && at.accept("to")) {
                list(at);
            }
        } else if (at.accept("create", "user", "mapping")) {
            if (at.seek("for")) {
                at.next();
                role(at);
            }
        } else if (at.accept("create", "schema")) {
            if (at.seek("authorization")) {
                at.next();
                role(at);
            }
        } else if (at.accept("set", "session", "authorization") || at.accept("set", "role")) {
            at.skipAny("to", "=");
            role(at);
        } else if (at.accept("alter", "role") || at.accept("alter", "user")) {
            role(at);
        } else if (at.accept("alter")) {
            if (at.seek("owner") && at.accept("owner", "to")) {
                role(at);
            }
        }
        clauses(statement);
    }

    /** GRANT … ON … TO a, b GRANTED BY c; REVOKE … FROM a; GRANT role TO a. */
    private void privileges(List<Token> statement) {
        boolean onObject = statement.stream().anyMatch(token -> token.is("on"));
        if (!onObject) {
            TokenCursor members = new TokenCursor(statement.subList(1, statement.size()));
            members.accept("admin", "option", "for");
            list(members);
        }
        grantees(statement);
    }

    private void grantees(List<Token> statement) {
        TokenCursor at = new TokenCursor(statement);
        if (at.seek("to", "from")) {
            at.next();
            list(at);
        }
        if (at.seek("granted") && at.accept("granted", "by")) {
            role(at);
        }
    }

    private void defaults(List<Token> statement) {
        TokenCursor at = new TokenCursor(statement);
        if (at.seek("for") && (at.accept("for", "role") || at.accept("for", "user"))) {
            list(at);
        }
        grantees(statement);
    }

    /** SET ROLE in a function's options, and names cast to regrole in defaults and checks. */
    private void clauses(List<Token> statement) {
        for (int i = 0; i + 3 < statement.size(); i++) {
            Token token = statement.get(i);
            if (token.kind() == Token.Kind.STRING
                    && statement.get(i + 1).is(":")
                    && statement.get(i + 2).is(":")
                    && statement.get(i + 3).is("regrole")) {
                unquoted(token.text());
            }
            boolean option =
                    i > 0
                            && token.is("set")
                            && statement.get(i + 1).is("role")
                            && (statement.get(i + 2).is("to") || statement.get(i + 2).is("="));
            if (option) {
                role(new TokenCursor(statement.subList(i + 3, statement.size())));
            }
        }
    }

    private void list(TokenCursor at) {
        do {
            at.accept("group");
            role(at);
        } while (at.accept(","));
    }

    private void role(TokenCursor at) {
        Token token = at.next();
        if (token.kind() == Token.Kind.STRING) {
            found.add(token.text());
        } else if (token.kind() == Token.Kind.QUOTED
                || (token.kind() == Token.Kind.WORD && !NO_ROLES.contains(token.text()))) {
            found.add(token.text());
        }
    }

    /** A role's name as regrole prints it, with quotes where it needs them. */
    void unquoted(String text) {
        if (text.isEmpty() || text.equals("-") || Character.isDigit(text.charAt(0))) {
            return;
        }
        List<Token> tokens = Tokens.of(text, true);
        if (tokens.size() == 1 && tokens.getFirst().isName()) {
            found.add(tokens.getFirst().text());
        }
    }
}
