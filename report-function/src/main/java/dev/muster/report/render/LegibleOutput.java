package dev.muster.report.render;

import gg.jte.TemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;

/**
 * Lets no text into a page but legible and escaped: names come from databases that nobody has
 * vetted, and a template cannot forget what happens here.
 */
final class LegibleOutput extends OwaspHtmlTemplateOutput {

    LegibleOutput(TemplateOutput output) {
        super(output);
    }

    @Override
    public void writeUserContent(String text) {
        super.writeUserContent(text == null ? null : Legible.text(text));
    }
}
