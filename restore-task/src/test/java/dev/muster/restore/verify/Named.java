package dev.muster.restore.verify;

import dev.muster.restore.verify.LocalServer.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The objects of a database as pg_dump itself names them, in the comments of plain SQL. */
final class Named {
    private static final Pattern NAME =
            Pattern.compile(
                    "(?m)^-- (?:Data for )?Name: (.*); Type: (.*); Schema: (.*); Owner:.*$");

    private Named() {}

    static List<ExpectedObject> byPgDump(Database database) {
        List<ExpectedObject> objects = new ArrayList<>();
        Matcher matcher = NAME.matcher(database.program("pg_dump", "--schema-only"));
        while (matcher.find()) {
            objects.add(
                    ExpectedObject.of(
                            objects.size() + 1,
                            matcher.group(2),
                            matcher.group(3),
                            matcher.group(1)));
        }
        return objects;
    }
}
