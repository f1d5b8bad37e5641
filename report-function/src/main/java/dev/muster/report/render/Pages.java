package dev.muster.report.render;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** Renders the templates that were compiled into this module. */
public final class Pages {
    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(ContentType.Html);

    private Pages() {}

    /**
     * The page as HTML.
     *
     * @param template its name, for example {@code report.jte}
     * @param params by the names that the template gives them
     */
    public static String render(String template, Map<String, Object> params) {
        StringOutput html = new StringOutput(64 * 1024);
        ENGINE.render(template, params, new LegibleOutput(html));
        return html.toString();
    }
}
