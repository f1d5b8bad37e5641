package dev.muster.restore.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Collects role names from some columns of COPY data as it passes. */
final class RoleValues {
    private static final int LONGEST = 1 << 16;

    private final List<Integer> columns;
    private final RoleNames roles;
    private final ByteArrayOutputStream field = new ByteArrayOutputStream();
    private int column;

    RoleValues(List<Integer> columns, RoleNames roles) {
        this.columns = columns;
        this.roles = roles;
    }

    void take(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = b[i];
            if (c == '\t' || c == '\n') {
                endField();
                column = c == '\n' ? 0 : column + 1;
            } else if (field.size() < LONGEST && columns.contains(column)) {
                field.write(c);
            }
        }
    }

    private void endField() {
        if (field.size() > 0) {
            String text = field.toString(StandardCharsets.UTF_8);
            field.reset();
            if (!text.equals("\\N") && !text.equals("\\.")) {
                value(text.replace("\\\\", "\\"));
            }
        }
    }

    /** A regrole, an aclitem, or an array of them: {@code {"joe=r/\"Quoted\"\"Role\"",…}}. */
    private void value(String text) {
        if (text.startsWith("{") && text.endsWith("}")) {
            String inside = text.substring(1, text.length() - 1);
            StringBuilder element = new StringBuilder();
            boolean quoted = false;
            for (int i = 0; i < inside.length(); i++) {
                char c = inside.charAt(i);
                if (c == '\\' && i + 1 < inside.length()) {
                    element.append(inside.charAt(++i));
                } else if (c == '"') {
                    quoted = !quoted;
                } else if (c == ',' && !quoted) {
                    single(element.toString());
                    element.setLength(0);
                } else {
                    element.append(c);
                }
            }
            single(element.toString());
        } else {
            single(text);
        }
    }

    private void single(String text) {
        int equals = text.lastIndexOf('=');
        int slash = text.lastIndexOf('/');
        if (equals >= 0 && slash > equals) {
            roles.unquoted(text.substring(0, equals));
            roles.unquoted(text.substring(slash + 1));
        } else {
            roles.unquoted(text);
        }
    }
}
